/*
 * show.c
 *	  A revision as a person reads it.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "base/spi.h"
#include "base/text.h"
#include "history/revision.h"
#include "history/show.h"

List **
mig_history_labels(const MigGraph *graph)
{
	List	  **labels = palloc0(Max(graph->n, 1) * sizeof(List *));

	for (int i = 0; i < graph->n; i++)
	{
		const bool *branch;

		if (graph->revs[i]->branch_label == NIL)
			continue;
		branch = mig_history_branch(graph, i);
		for (int k = 0; k < graph->n; k++)
			if (branch[k])
				labels[k] = list_concat(labels[k], graph->revs[i]->branch_label);
	}
	return labels;
}

/* A line "name: a, b" for a list that is not empty. */
static void
append_list(StringInfo out, const char *name, const List *members)
{
	if (members != NIL)
		appendStringInfo(out, "%s: %s\n", name, mig_text_join(members, ", "));
}

static void
append_graph(StringInfo out, const MigStand *stand, int number)
{
	const MigGraph *graph = stand->graph;
	const MigRevision *rev = graph->revs[number];
	List	   *parents = NIL;

	for (int k = 0; k < rev->ndown; k++)
		parents = lappend_int(parents, rev->parents[k]);
	appendStringInfo(out, "Rev: %s%s%s%s%s\n", rev->id,
					 rev->nchildren == 0 ? " (head)" : "",
					 rev->nchildren > 1 ? " (branchpoint)" : "",
					 rev->ndown > 1 ? " (mergepoint)" : "",
					 list_member_int(stand->marks, number) ? " (current)" : "");
	if (parents == NIL)
		appendStringInfoString(out, "Parent: <base>\n");
	append_list(out, rev->ndown > 1 ? "Merges" : "Parent", mig_history_names(graph, parents));
	append_list(out, "Also depends on", rev->depends_on);
	if (rev->nchildren > 1)
		append_list(out, "Branches into",
					mig_history_names(graph, mig_history_children(graph, number, false)));
	append_list(out, "Branch names", mig_history_labels(graph)[number]);
}

/* When it was stored and applied, and by whom. */
static void
append_history(StringInfo out, const MigStand *stand, int number)
{
	const MigRevision *rev = stand->graph->revs[number];
	Datum		values[] = {CStringGetTextDatum(rev->id), CStringGetTextDatum(MIG_DATABASE)};
	MigArgs		args = {2, (Oid[]) {TEXTOID, TEXTOID}, values, NULL};
	MigRows    *rows;

	rows = mig_spi_query_latest(
		"SELECT r.created_at, r.created_by, a.applied_at, a.applied_by"
		" FROM migrate.revisions r LEFT JOIN migrate.applied a ON a.tenant = $2 AND a.revision = r.revision"
		" WHERE r.revision = $1", &args);
	appendStringInfo(out, "Created: %s by %s\n", mig_cell(rows, 0, 0), mig_cell(rows, 0, 1));
	if (mig_history_applied(stand->graph, stand->marks)[number] && mig_cell(rows, 0, 2) != NULL)
		appendStringInfo(out, "Applied: %s by %s\n", mig_cell(rows, 0, 2), mig_cell(rows, 0, 3));
	else
		appendStringInfoString(out, "Applied: no\n");
	if (!rev->transactional)
		appendStringInfoString(out, "Transactional: no, CALL migrate.deploy() runs it\n");
}

static void
append_message(StringInfo out, const char *message)
{
	appendStringInfoChar(out, '\n');
	while (*message)
	{
		size_t		length = strcspn(message, "\n");

		appendStringInfo(out, "    %.*s\n", (int) length, message);
		message += length + (message[length] == '\n');
	}
}

static void
append_script(StringInfo out, const char *name, const char *script, const char *without)
{
	if (script == NULL && without == NULL)
		return;
	appendStringInfo(out, "\n-- %s\n", name);
	appendStringInfo(out, "%s", script ? script : without);
	if (out->data[out->len - 1] != '\n')
		appendStringInfoChar(out, '\n');
}

char *
mig_history_show(const MigStand *stand, int rev)
{
	MigStored  *stored = mig_history_read(stand->graph, rev);
	StringInfoData out;

	initStringInfo(&out);
	append_graph(&out, stand, rev);
	append_history(&out, stand, rev);
	append_message(&out, stored->info.message);
	append_script(&out, "upgrade", stored->upgrade, "-- (empty)");
	append_script(&out, "downgrade", stored->downgrade,
				  stored->info.irreversible ? "-- (none: irreversible)" : "-- (empty)");
	append_script(&out, "verify", stored->verify, NULL);
	return out.data;
}
