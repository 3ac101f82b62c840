/*
 * author.c
 *	  Writing revisions: what an author asks for, checked and resolved.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "port.h"
#include "utils/builtins.h"

#include "base/compat.h"
#include "base/errors.h"
#include "base/spi.h"
#include "history/author.h"
#include "history/journal.h"
#include "history/resolve.h"

/* Half the number of digits of an id that we make. */
#define ID_BYTES 6

/* The most bytes of an id or a label. */
#define LONGEST_NAME 255

/* What targets are written with can't be in a name. */
#define ILLEGAL_CHARACTERS "@+:"

static const char *const reserved[] = {"head", "heads", "base", "current"};

const char *
mig_history_name_fault(const char *name)
{
	if (strlen(name) > LONGEST_NAME)
		return psprintf("It is longer than %d bytes.", LONGEST_NAME);
	if (name[strspn(name, " ")] == '\0')
		return "It is empty.";
	if (name[strcspn(name, ILLEGAL_CHARACTERS)] != '\0')
		return psprintf("Character '%c' has a meaning in targets.", name[strcspn(name, ILLEGAL_CHARACTERS)]);
	if (*name == '-')
		return "A hyphen at its start has a meaning in targets.";
	for (const char *p = name; *p; p++)
		if ((unsigned char) *p < ' ' || *p == 0x7f)
			return "It contains a control character.";
	for (int i = 0; i < lengthof(reserved); i++)
		if (strcmp(name, reserved[i]) == 0)
			return "The word has a meaning in targets.";
	return NULL;
}

/* May name be the id of a revision or a label? */
static void
check_name(const char *what, const char *name)
{
	const char *fault = mig_history_name_fault(name);
	int			length = strlen(name);

	if (fault != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid %s \"%s\"", what,
						length > LONGEST_NAME ? pnstrdup(name, pg_mbcliplen(name, length, 60)) : name),
				 errdetail_internal("%s", fault)));
}

static void
check_names(const MigGraph *graph, const MigDraft *draft)
{
	ListCell   *lc;

	if (draft->rev_id != NULL)
		check_name("revision id", draft->rev_id);
	foreach(lc, draft->branch_label)
		check_name("branch label", lfirst(lc));
	mig_history_check_new(graph, draft->rev_id, draft->branch_label);
}

/* An id that no revision has. */
static char *
make_id(const MigGraph *graph)
{
	char	   *id = palloc0(2 * ID_BYTES + 1);
	uint8		bytes[ID_BYTES];

	do
	{
		if (!pg_strong_random(bytes, ID_BYTES))
			ereport(ERROR,
					(errcode(ERRCODE_INTERNAL_ERROR),
					 errmsg("could not generate random values")));
		hex_encode((const char *) bytes, ID_BYTES, id);
	} while (mig_history_lookup(graph, id) >= 0);
	return id;
}

/* The parents that a draft asks for. */
static List *
find_parents(const MigGraph *graph, const MigDraft *draft)
{
	List	   *parents = NIL;
	ListCell   *lc;

	foreach(lc, draft->heads)
		parents = list_concat(parents, mig_history_resolve(graph, lfirst(lc)));
	foreach(lc, parents)
	{
		const MigRevision *parent = graph->revs[lfirst_int(lc)];

		if (list_member_int(list_copy_tail(parents, foreach_current_index(lc) + 1), lfirst_int(lc)))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("Duplicate head revisions specified"),
					 errdetail("Revision \"%s\" was given more than once.", parent->id)));
		if (!draft->splice && parent->nchildren > 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("Revision \"%s\" is not a head revision", parent->id),
					 errhint("migrate.revision with splice => true begins a new branch at this revision.")));
	}
	return parents;
}

/* A dependency by label stays one; everything else becomes an id. */
static char *
find_dependency(const MigGraph *graph, char *name)
{
	int			rev = mig_history_resolve_one(graph, name);

	if (rev == MIG_BASE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("A revision can't depend on \"%s\"", name)));
	return mig_history_lookup(graph, name) == rev ? name
		: pstrdup(mig_history_id(graph, rev));
}

MigStored *
mig_history_draft(const MigDraft *draft)
{
	MigStored  *stored = palloc0(sizeof(MigStored));
	const MigGraph *graph;
	ListCell   *lc;

	mig_history_begin_authoring(draft->command);
	graph = mig_history_graph();
	check_names(graph, draft);

	stored->info.id = draft->rev_id ? draft->rev_id : make_id(graph);
	stored->info.message = draft->message;
	stored->info.branch_label = draft->branch_label;
	stored->info.transactional = draft->transactional;
	foreach(lc, find_parents(graph, draft))
		stored->info.down_revision = lappend(stored->info.down_revision,
											 pstrdup(mig_history_id(graph, lfirst_int(lc))));
	foreach(lc, draft->depends_on)
		stored->info.depends_on = lappend(stored->info.depends_on,
										  find_dependency(graph, lfirst(lc)));
	return stored;
}

int
mig_history_open(const char *command, const char *name, const MigGraph **graph)
{
	int			rev;

	mig_history_begin_authoring(command);
	*graph = mig_history_graph();
	rev = mig_history_resolve_one(*graph, name);
	if (rev == MIG_BASE)
		ereport(ERROR,
				(errcode(ERRCODE_MIG_NO_SUCH_REVISION),
				 errmsg("\"%s\" is not a revision", name)));
	return rev;
}

static void
add_known(const MigGraph *graph, bool *set, const char *id)
{
	int			rev = mig_history_lookup(graph, id);

	if (rev >= 0)
		set[rev] = true;
}

bool *
mig_history_applied_anywhere(const MigGraph *graph)
{
	MigStand	stand = mig_history_read_stand(MIG_DATABASE, true);
	const bool *set = mig_history_applied(stand.graph, stand.marks);
	bool	   *applied = mig_history_set(graph, NIL);
	MigRows    *rows = mig_spi_query_latest("SELECT DISTINCT revision FROM migrate.applied", NULL);

	for (int i = 0; i < stand.graph->n; i++)
		if (set[i])
			add_known(graph, applied, mig_history_id(stand.graph, i));
	for (int i = 0; i < rows->nrows; i++)
		add_known(graph, applied, mig_cell(rows, i, 0));
	return applied;
}

void
mig_history_check_unapplied(const MigGraph *graph, int rev, const char *what)
{
	if (mig_history_applied_anywhere(graph)[rev])
		ereport(ERROR,
				(errcode(ERRCODE_MIG_APPLIED),
				 errmsg("revision \"%s\" is applied and can't be %s", mig_history_id(graph, rev), what),
				 errhint("Downgrade below it first, or write a new revision that changes what it did.")));
}
