/*
 * draw.c
 *	  The revision graph as text, newest first.
 *
 * Columns stand for lines of parenthood that go down the page; each holds the
 * revision at which it will arrive.  A column takes two characters: itself and
 * the gap after it, in which lines move to the left or to the right.
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "base/text.h"
#include "history/draw.h"

typedef struct Drawing
{
	const MigGraph *graph;
	StringInfoData out;
	List	   *columns;		/* int: where each arrives */
} Drawing;

char *
mig_history_title(const MigRevision *rev)
{
	char	   *title = pnstrdup(rev->message, strcspn(rev->message, "\r\n"));

	for (char *p = title; *p; p++)
		if ((unsigned char) *p < ' ' || *p == 0x7f)
			*p = ' ';
	return title;
}

char *
mig_history_remarks(const MigRevision *rev, bool is_current)
{
	List	   *remarks = NIL;

	if (rev->nchildren == 0)
		remarks = lappend(remarks, rev->nall_children == 0 ? "head" : "effective head");
	if (is_current)
		remarks = lappend(remarks, "current");
	remarks = list_concat(remarks, rev->branch_label);
	if (rev->depends_on != NIL)
		remarks = lappend(remarks, psprintf("depends on %s", mig_text_join(rev->depends_on, ", ")));
	return mig_text_join(remarks, ", ");
}

/*
 * The order to draw in: children before their parents, and a line as long as
 * it goes before another one begins.
 */
static List *
drawing_order(const MigGraph *graph)
{
	int		   *waiting = palloc(Max(graph->n, 1) * sizeof(int));
	List	   *ready = mig_history_heads(graph, false);
	List	   *order = NIL;

	for (int i = 0; i < graph->n; i++)
		waiting[i] = graph->revs[i]->nchildren;
	while (ready != NIL)
	{
		int			at = llast_int(ready);
		const MigRevision *rev = graph->revs[at];

		ready = list_delete_last(ready);
		order = lappend_int(order, at);
		for (int k = 0; k < rev->ndown; k++)
			if (--waiting[rev->parents[k]] == 0)
				ready = lappend_int(ready, rev->parents[k]);
	}
	return order;
}

/* Ends a line: no spaces before its end. */
static void
end_line(Drawing *d)
{
	while (d->out.len > 0 && d->out.data[d->out.len - 1] == ' ')
		d->out.data[--d->out.len] = '\0';
	appendStringInfoChar(&d->out, '\n');
}

/* A line in which the columns from first on move by one, to the side of slope. */
static void
draw_shift(Drawing *d, int first, char slope)
{
	for (int c = 0; c < list_length(d->columns); c++)
	{
		if (c < first)
			appendStringInfoString(&d->out, c == first - 1 && slope == '/' ? "|" : "| ");
		else
			appendStringInfoString(&d->out, slope == '/' ? (c == 0 ? "" : c == first && first > 0 ? "/" : " /")
								   : " \\");
	}
	end_line(d);
}

/* Lines in which column from, moved left already, goes on to column to. */
static void
draw_crossing(Drawing *d, int from, int to)
{
	for (int at = from - 1; at > to; at--)
	{
		for (int c = 0; c < list_length(d->columns); c++)
			appendStringInfoString(&d->out, c == at - 1 ? "|/" : "| ");
		end_line(d);
	}
}

/* Lines that arrive at the same revision become one, the leftmost. */
static void
join_columns(Drawing *d)
{
	for (int c = 1; c < list_length(d->columns); c++)
	{
		int			to = 0;

		while (list_nth_int(d->columns, to) != list_nth_int(d->columns, c))
			to++;
		if (to == c)
			continue;
		draw_shift(d, c, '/');
		d->columns = list_delete_nth_cell(d->columns, c);
		draw_crossing(d, c, to);
		c--;
	}
}

/* The column that arrives at rev; a new one for a head. */
static int
find_column(Drawing *d, int rev)
{
	for (int c = 0; c < list_length(d->columns); c++)
		if (list_nth_int(d->columns, c) == rev)
			return c;
	d->columns = lappend_int(d->columns, rev);
	return list_length(d->columns) - 1;
}

static void
draw_revision(Drawing *d, int number, int column, bool is_current)
{
	const MigRevision *rev = d->graph->revs[number];
	char	   *remarks = mig_history_remarks(rev, is_current);

	for (int c = 0; c < list_length(d->columns); c++)
		appendStringInfoString(&d->out, c == column ? "* " : "| ");
	appendStringInfoString(&d->out, rev->id);
	if (*remarks)
		appendStringInfo(&d->out, " (%s)", remarks);
	appendStringInfo(&d->out, " %s", mig_history_title(rev));
	end_line(d);
}

/* The lines go on from a revision to its parents. */
static void
leave_revision(Drawing *d, int number, int column)
{
	const MigRevision *rev = d->graph->revs[number];

	if (rev->ndown == 0)
	{
		if (column < list_length(d->columns) - 1)
			draw_shift(d, column + 1, '/');
		d->columns = list_delete_nth_cell(d->columns, column);
		return;
	}
	lfirst_int(list_nth_cell(d->columns, column)) = rev->parents[0];
	for (int k = rev->ndown - 1; k > 0; k--)
	{
		d->columns = list_insert_nth_int(d->columns, column + 1, rev->parents[k]);
		for (int c = 0; c < list_length(d->columns); c++)
			appendStringInfoString(&d->out, c < column ? "| " : c == column ? "|" : c == column + 1 ? "\\" : " \\");
		end_line(d);
	}
	join_columns(d);
}

char *
mig_history_draw(const MigGraph *graph, List *marks)
{
	Drawing		d = {.graph = graph};
	bool	   *current = mig_history_set(graph, marks);
	ListCell   *lc;

	initStringInfo(&d.out);
	foreach(lc, drawing_order(graph))
	{
		int			number = lfirst_int(lc);
		int			column = find_column(&d, number);

		draw_revision(&d, number, column, current[number]);
		leave_revision(&d, number, column);
	}
	return d.out.data;
}
