/*
 * diagram.c
 *	  The revision graph in the languages of programs that draw.
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "history/diagram.h"
#include "history/draw.h"

/* How a language writes what it can't take as it is. */
typedef struct Escape
{
	char		character;
	const char *written;
} Escape;

static const Escape dot_escapes[] = {
	{'"', "\\\""}, {'\\', "\\\\"}, {'\0', NULL}
};

static const Escape mermaid_escapes[] = {
	{'"', "#quot;"}, {'#', "#35;"}, {'<', "#lt;"}, {'>', "#gt;"}, {'&', "#amp;"}, {'`', "#96;"},
	{'\\', "#92;"}, {'\0', NULL}
};

static void
append_escaped(StringInfo out, const char *text, const Escape *escapes)
{
	for (const char *p = text; *p; p++)
	{
		const Escape *e = escapes;

		while (e->written != NULL && e->character != *p)
			e++;
		if (e->written != NULL)
			appendStringInfoString(out, e->written);
		else
			appendStringInfoChar(out, *p);
	}
}

/* What a box says: id, remarks, title, with separator between. */
static void
append_label(StringInfo out, const MigRevision *rev, bool is_current, const char *separator,
			 const Escape *escapes)
{
	char	   *remarks = mig_history_remarks(rev, is_current);

	append_escaped(out, rev->id, escapes);
	if (*remarks)
	{
		appendStringInfoString(out, " (");
		append_escaped(out, remarks, escapes);
		appendStringInfoChar(out, ')');
	}
	appendStringInfoString(out, separator);
	append_escaped(out, mig_history_title(rev), escapes);
}

/* The lines for the arrows, each of which begins with a tab. */
static void
append_arrows(StringInfo out, const MigGraph *graph, const char *parent, const char *dependency)
{
	for (int i = 0; i < graph->n; i++)
	{
		const MigRevision *rev = graph->revs[i];

		for (int k = 0; k < rev->nall; k++)
		{
			appendStringInfoChar(out, '\t');
			appendStringInfo(out, k < rev->ndown ? parent : dependency, rev->parents[k], i);
			appendStringInfoChar(out, '\n');
		}
	}
}

char *
mig_history_dot(const MigGraph *graph, List *marks)
{
	bool	   *current = mig_history_set(graph, marks);
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfoString(&out, "digraph revisions {\n\tnode [shape=box];\n");
	for (int i = 0; i < graph->n; i++)
	{
		appendStringInfo(&out, "\tr%d [label=\"", i);
		append_label(&out, graph->revs[i], current[i], "\\n", dot_escapes);
		appendStringInfoString(&out, current[i] ? "\", style=bold];\n" : "\"];\n");
	}
	append_arrows(&out, graph, "r%d -> r%d;", "r%d -> r%d [style=dashed];");
	appendStringInfoString(&out, "}\n");
	return out.data;
}

char *
mig_history_mermaid(const MigGraph *graph, List *marks)
{
	bool	   *current = mig_history_set(graph, marks);
	StringInfoData out;

	initStringInfo(&out);
	appendStringInfoString(&out, "flowchart TB\n");
	for (int i = 0; i < graph->n; i++)
	{
		appendStringInfo(&out, "\tr%d[\"", i);
		append_label(&out, graph->revs[i], current[i], "<br/>", mermaid_escapes);
		appendStringInfoString(&out, "\"]\n");
	}
	append_arrows(&out, graph, "r%d --> r%d", "r%d -.-> r%d");
	return out.data;
}
