/*
 * show.c
 *	  The doors to what people read: show, graph.
 */
#include "postgres.h"

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "history/diagram.h"
#include "history/draw.h"
#include "history/journal.h"
#include "history/resolve.h"
#include "history/show.h"

PG_FUNCTION_INFO_V1(migrate_show);
PG_FUNCTION_INFO_V1(migrate_graph);

static const struct
{
	const char *name;
	char	   *(*write) (const MigGraph *graph, List *marks);
}			formats[] = {
	{"text", mig_history_draw},
	{"dot", mig_history_dot},
	{"mermaid", mig_history_mermaid},
};

/* Lines of text, without the end of the last one: that is up to who prints it. */
static Datum
lines(char *text)
{
	size_t		length = strlen(text);

	if (length > 0 && text[length - 1] == '\n')
		text[length - 1] = '\0';
	return PointerGetDatum(cstring_to_text(text));
}

Datum
migrate_show(PG_FUNCTION_ARGS)
{
	char	   *name = text_to_cstring(PG_GETARG_TEXT_PP(0));
	MigStand	stand = mig_history_read_stand(MIG_DATABASE, true);
	List	   *revs = strcmp(name, "current") == 0 ? stand.marks : mig_history_resolve(stand.graph, name);
	StringInfoData out;
	ListCell   *lc;

	initStringInfo(&out);
	foreach(lc, revs)
		appendStringInfo(&out, "%s%s", out.len ? "\n" : "", mig_history_show(&stand, lfirst_int(lc)));
	return lines(out.data);
}

Datum
migrate_graph(PG_FUNCTION_ARGS)
{
	char	   *name = text_to_cstring(PG_GETARG_TEXT_PP(0));
	MigStand	stand = mig_history_read_stand(MIG_DATABASE, true);

	for (int i = 0; i < lengthof(formats); i++)
		if (strcmp(name, formats[i].name) == 0)
			return lines(formats[i].write(stand.graph, stand.marks));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unrecognized graph format \"%s\"", name),
			 errhint("Formats are text, dot and mermaid.")));
}
