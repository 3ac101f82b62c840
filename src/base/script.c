/*
 * script.c
 *	  Cuts a script into its statements, with the server's own parser.
 *
 * The whole text is parsed once, to know that it is SQL and where its
 * statements are, and the trees are thrown away: a script may be many
 * megabytes of INSERTs, of which only one need be in memory while it runs.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "parser/parser.h"
#include "parser/scansup.h"
#include "tcop/utility.h"
#include "utils/memutils.h"

#include "base/script.h"

/* The longest text that is shown whole with a syntax error. */
#define SHOWN_WHOLE 4096

/* The line of an offset, counted on from a place whose line is known. */
typedef struct Lines
{
	const char *at;
	int			line;
} Lines;

static int
line_at(Lines *lines, const char *place)
{
	for (; lines->at < place; lines->at++)
		if (*lines->at == '\n')
			lines->line++;
	return lines->line;
}

/* Past a comment in slashes and stars, which may hold others. */
static const char *
skip_block_comment(const char *p, const char *end)
{
	int			depth = 0;

	while (p < end)
	{
		if (p[0] == '/' && p[1] == '*')
		{
			depth++;
			p += 2;
		}
		else if (p[0] == '*' && p[1] == '/')
		{
			p += 2;
			if (--depth == 0)
				break;
		}
		else
			p++;
	}
	return p;
}

/* Past white space and comments: the server's own locations do so only from 18 on. */
static const char *
skip_blank(const char *p, const char *end)
{
	while (p < end)
	{
		if (scanner_isspace(*p))
			p++;
		else if (p[0] == '-' && p[1] == '-')
			while (p < end && *p != '\n' && *p != '\r')
				p++;
		else if (p[0] == '/' && p[1] == '*')
			p = skip_block_comment(p, end);
		else
			break;
	}
	return p;
}

/* Is there COPY ... FROM STDIN in the text before this place? */
static bool
copies_from_client(const char *sql, const char *place)
{
	for (const char *p = sql; p + 10 < place; p++)
	{
		const char *q = p;

		if (pg_strncasecmp(q, "from", 4) != 0 || !scanner_isspace(q[4]))
			continue;
		q = skip_blank(q + 4, place);
		if (q + 5 < place && pg_strncasecmp(q, "stdin", 5) == 0)
			return true;
	}
	return false;
}

static void
hint_at_psql(const char *sql, const char *place)
{
	if (*place == '\\')
		errhint("Commands that begin with a backslash are psql's own; a revision's script is SQL alone.");
	else if (copies_from_client(sql, place))
		errhint("Rows after COPY ... FROM STDIN are read by psql, not by the server; use INSERT in a revision's script.");
}

int
mig_script_reposition(const char *text)
{
	int			position = geterrposition();
	Lines		lines = {text, 0};

	if (position <= 0)
		return -1;
	errposition(0);
	internalerrposition(position);
	internalerrquery(text);
	return line_at(&lines, text + pg_mbcharcliplen(text, strlen(text), position - 1));
}

/* The error is in the parser: show where, in a text that may be very long. */
static void
parse_error_context(void *arg)
{
	const MigCut *cut = arg;
	int			position = geterrposition();
	const char *place;
	const char *from;
	Lines		lines = {cut->sql, 1};

	if (position <= 0)
	{
		errcontext("%s", cut->what);
		return;
	}

	place = cut->sql + pg_mbcharcliplen(cut->sql, strlen(cut->sql), position - 1);
	from = cut->sql;
	if (strlen(cut->sql) > SHOWN_WHOLE)
		for (from = place; from > cut->sql && from[-1] != '\n';)
			from--;

	errposition(0);
	internalerrposition(pg_mbstrlen_with_len(from, place - from) + 1);
	if (from == cut->sql && strlen(from) <= SHOWN_WHOLE)
		internalerrquery(from);
	else
		internalerrquery(pnstrdup(from, pg_mbcliplen(from, strlen(from), SHOWN_WHOLE)));
	errcontext("%s, line %d", cut->what, line_at(&lines, place));
	hint_at_psql(cut->sql, place);
}

static List *
parse_whole(const MigCut *cut)
{
	ErrorContextCallback callback = {error_context_stack, parse_error_context, (void *) cut};
	List	   *trees;

	error_context_stack = &callback;
	trees = raw_parser(cut->sql, RAW_PARSE_DEFAULT);
	error_context_stack = callback.previous;
	return trees;
}

static void
cut_statement(const char *sql, const char *end, Lines *lines, int lead,
			  RawStmt *raw, MigStmt *stmt)
{
	const char *stop = raw->stmt_len > 0 ? sql + raw->stmt_location + raw->stmt_len : end;
	const char *start = skip_blank(sql + raw->stmt_location, stop);

	while (stop > start && scanner_isspace(stop[-1]))
		stop--;
	stmt->lead = lead;
	stmt->offset = start - sql;
	stmt->length = stop - start;
	stmt->line = line_at(lines, start);
	stmt->node = nodeTag(raw->stmt);
	stmt->command = CreateCommandTag(raw->stmt);
	stmt->flags = mig_classify_statement(raw->stmt);
	stmt->locks = mig_classify_locks(raw->stmt);
	stmt->bare = false;
}

MigCut *
mig_script_cut(const char *what, const char *sql)
{
	MigCut	   *cut = palloc0(sizeof(MigCut));
	MemoryContext scratch = AllocSetContextCreate(CurrentMemoryContext, "migrate parse",
												  ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(scratch);
	const char *end = sql + strlen(sql);
	Lines		lines = {sql, 1};
	int			lead = 0;
	List	   *trees;
	ListCell   *lc;

	cut->what = what;
	cut->sql = sql;
	trees = parse_whole(cut);
	cut->stmts = MemoryContextAllocHuge(old, Max(1, list_length(trees)) * sizeof(MigStmt));
	foreach(lc, trees)
	{
		RawStmt    *raw = lfirst_node(RawStmt, lc);

		cut_statement(sql, end, &lines, lead, raw, &cut->stmts[cut->nstmts++]);
		lead = raw->stmt_len > 0 ? raw->stmt_location + raw->stmt_len + 1 : end - sql;
	}

	MemoryContextSwitchTo(old);
	MemoryContextDelete(scratch);
	return cut;
}

static bool
is_plain(const MigCut *cut, const MigStmt *stmt, const TransactionStmtKind *kinds, int nkinds)
{
	TransactionStmt *transaction;

	if (stmt->node != T_TransactionStmt)
		return false;
	transaction = (TransactionStmt *) mig_script_parse(mig_script_text(cut, stmt))->stmt;
	if (transaction->options != NIL || transaction->chain)
		return false;
	for (int i = 0; i < nkinds; i++)
		if (transaction->kind == kinds[i])
			return true;
	return false;
}

void
mig_script_unwrap(MigCut *cut)
{
	static const TransactionStmtKind opening[] = {TRANS_STMT_BEGIN, TRANS_STMT_START};
	static const TransactionStmtKind closing[] = {TRANS_STMT_COMMIT};
	int			last = cut->nstmts - 1;

	if (last < 1 ||
		!is_plain(cut, &cut->stmts[0], opening, lengthof(opening)) ||
		!is_plain(cut, &cut->stmts[last], closing, lengthof(closing)))
		return;
	for (int i = 1; i < last; i++)
		if (cut->stmts[i].flags & MIG_STMT_TRANSACTION)
			return;

	cut->stmts++;
	cut->nstmts -= 2;
	ereport(NOTICE,
			(errmsg("%s: the outer BEGIN and COMMIT are left out", cut->what),
			 errdetail("A revision runs in the transaction of its caller.")));
}

char *
mig_script_text(const MigCut *cut, const MigStmt *stmt)
{
	return pnstrdup(cut->sql + stmt->offset, stmt->length);
}

RawStmt *
mig_script_parse(const char *text)
{
	return linitial_node(RawStmt, raw_parser(text, RAW_PARSE_DEFAULT));
}
