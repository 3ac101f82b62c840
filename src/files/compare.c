/*
 * compare.c
 *	  Texts compared as their readers see them.
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "files/compare.h"

/* The lines of a difference that are shown, and those around a change. */
#define SHOWN_LINES 40
#define CONTEXT_LINES 2

/* Above this many pairs of lines the middle is shown as one change. */
#define MANY_PAIRS 1000000

typedef struct Span
{
	const char *text;
	int			length;
} Span;

typedef struct Lines
{
	Span	   *spans;
	int			n;
} Lines;

/* Which lines are the same: length[i][j] for those from i and from j on. */
typedef struct Table
{
	const Span *old,
			   *new;
	int			nold,
				nnew;
	int		   *length;			/* NULL: not computed */
} Table;

static Lines
split(const char *text)
{
	Lines		lines = {NULL, 0};
	int			space = 64;
	int			used = 0;

	lines.spans = palloc(space * sizeof(Span));
	while (*text != '\0')
	{
		size_t		length = strcspn(text, "\n");
		size_t		kept = length;

		while (kept > 0 && strchr(" \t\r\f\v", text[kept - 1]) != NULL)
			kept--;
		if (lines.n == space)
			lines.spans = repalloc_huge(lines.spans, (space *= 2) * sizeof(Span));
		lines.spans[lines.n++] = (Span) {text, kept};
		if (kept > 0)
			used = lines.n;
		text += length + (text[length] == '\n');
	}
	lines.n = used;
	return lines;
}

static bool
equal_lines(const Span *a, const Span *b)
{
	return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

bool
mig_files_same(const char *a, const char *b)
{
	Lines		left;
	Lines		right;

	if (a == NULL || b == NULL)
		return a == b;
	if (strcmp(a, b) == 0)
		return true;
	left = split(a);
	right = split(b);
	if (left.n != right.n)
		return false;
	for (int i = 0; i < left.n; i++)
		if (!equal_lines(&left.spans[i], &right.spans[i]))
			return false;
	return true;
}

#define AT(table, i, j) ((table)->length[(i) * ((table)->nnew + 1) + (j)])

/* Longest common subsequences of all tails. */
static void
fill(Table *table)
{
	if ((int64) table->nold * table->nnew > MANY_PAIRS)
		return;
	table->length = palloc0((table->nold + 1) * (table->nnew + 1) * sizeof(int));
	for (int i = table->nold - 1; i >= 0; i--)
		for (int j = table->nnew - 1; j >= 0; j--)
			AT(table, i, j) = equal_lines(&table->old[i], &table->new[j])
				? AT(table, i + 1, j + 1) + 1
				: Max(AT(table, i + 1, j), AT(table, i, j + 1));
}

/* ' ', '-' or '+': what becomes of the next line. */
static char
next_sign(const Table *table, int i, int j)
{
	if (i == table->nold)
		return '+';
	if (j == table->nnew)
		return '-';
	if (table->length == NULL)
		return '-';
	if (equal_lines(&table->old[i], &table->new[j]))
		return ' ';
	return AT(table, i + 1, j) >= AT(table, i, j + 1) ? '-' : '+';
}

static void
put(StringInfo out, int *shown, char sign, const Span *span)
{
	if ((*shown)++ < SHOWN_LINES)
		appendStringInfo(out, "%s%c%.*s", out->len > 0 ? "\n" : "", sign, span->length, span->text);
}

char *
mig_files_difference(const char *old, const char *new)
{
	Lines		left = split(old);
	Lines		right = split(new);
	int			same = 0;
	int			tail = 0;
	int			shown = 0;
	Table		table;
	StringInfoData out;

	while (same < Min(left.n, right.n) && equal_lines(&left.spans[same], &right.spans[same]))
		same++;
	while (tail < Min(left.n, right.n) - same &&
		   equal_lines(&left.spans[left.n - tail - 1], &right.spans[right.n - tail - 1]))
		tail++;
	table = (Table) {left.spans + same, right.spans + same, left.n - tail - same, right.n - tail - same, NULL};
	fill(&table);

	initStringInfo(&out);
	for (int i = Max(same - CONTEXT_LINES, 0); i < same; i++)
		put(&out, &shown, ' ', &left.spans[i]);
	for (int i = 0, j = 0; i < table.nold || j < table.nnew;)
	{
		char		sign = next_sign(&table, i, j);

		put(&out, &shown, sign, sign == '+' ? &table.new[j] : &table.old[i]);
		i += sign != '+';
		j += sign != '-';
	}
	for (int i = left.n - tail; i < Min(left.n - tail + CONTEXT_LINES, left.n); i++)
		put(&out, &shown, ' ', &left.spans[i]);
	if (shown > SHOWN_LINES)
		appendStringInfo(&out, "\n(and %d lines more)", shown - SHOWN_LINES);
	return out.data;
}
