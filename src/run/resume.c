/*
 * resume.c
 *	  A half-done run: where it goes on, and what it has left behind.
 *
 * A statement that commits by itself is recorded a moment later.  Killed in
 * between, it is in doubt: an index that is there and valid then was built.
 */
#include "postgres.h"

#include "catalog/index.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "base/digest.h"
#include "base/errors.h"
#include "base/exec.h"
#include "base/spi.h"
#include "history/progress.h"
#include "run/lock.h"
#include "run/resume.h"
#include "run/txn.h"

/* The digest of the statements so far, with one more. */
static void
extend_digest(MigResume *resume, const MigCut *cut, int number)
{
	text	   *texts[] = {
		cstring_to_text(resume->digest),
		cstring_to_text(mig_script_text(cut, &cut->stmts[number]))
	};
	bytea	   *digest = mig_digest_texts(texts, lengthof(texts));

	hex_encode(VARDATA(digest), VARSIZE(digest) - VARHDRSZ, resume->digest);
	resume->digest[64] = '\0';
}

MigResume
mig_resume_find(MigDirection direction, const MigLeg *leg)
{
	MigResume	resume = {0, -1, ""};
	MigUnfinished unfinished;

	if (leg->transactional || leg->cut == NULL)
		return resume;
	unfinished = mig_progress_unfinished(direction, leg->revision);
	resume.in_doubt = unfinished.interrupted ? unfinished.statements : -1;
	if (unfinished.statements == 0)
		return resume;

	while (resume.complete < Min(unfinished.statements, leg->cut->nstmts))
		extend_digest(&resume, leg->cut, resume.complete++);
	if (resume.complete < unfinished.statements || strcmp(resume.digest, unfinished.digest) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_MIG_EDITED),
				 errmsg("revision %s was edited after a part of it had run", leg->revision),
				 errdetail("The first %d statements of its %s script have run, and they are not these.",
						   unfinished.statements, mig_leg_direction(leg)),
				 errhint("Put those statements back with migrate.edit; or finish by hand and use migrate.stamp.")));
	ereport(NOTICE,
			(errmsg("revision %s goes on with statement %d", leg->revision, resume.complete + 1)));
	return resume;
}

/* Those that wait for others' transactions, but block nobody while they do. */
static bool
is_patient(const MigStmt *stmt)
{
	return (stmt->flags & MIG_STMT_TOPLEVEL) &&
		(stmt->node == T_IndexStmt || stmt->node == T_DropStmt || stmt->node == T_ReindexStmt ||
		 stmt->node == T_AlterTableStmt);
}

static bool
always(void *arg, const MigCut *cut, int number)
{
	return true;
}

static void
commit(void *arg, const MigCut *cut, int number)
{
	mig_txn_next();
}

static void
drop_left_over(const char *index)
{
	static const MigExecHooks hooks = {always, commit};

	ereport(NOTICE,
			(errmsg("drops the invalid index %s, which an unfinished statement has left", index)));
	mig_exec_toplevel(mig_script_cut("left-over index", psprintf("DROP INDEX CONCURRENTLY %s", index)),
					  0, &hooks);
}

/* Those with such a name, of these columns; NULL: of any. */
static void
drop_left_overs(Oid table, const char *pattern, const char *columns)
{
	Datum		values[] = {
		ObjectIdGetDatum(table), CStringGetTextDatum(pattern), CStringGetTextDatum(columns ? columns : "")
	};
	MigArgs		args = {3, (Oid[]) {OIDOID, TEXTOID, TEXTOID}, values, NULL};
	MigRows    *rows = mig_spi_query(
		"SELECT format('%I.%I', n.nspname, c.relname) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
		" JOIN pg_namespace n ON n.oid = c.relnamespace"
		" WHERE i.indrelid = $1 AND NOT i.indisvalid AND c.relkind = 'i' AND c.relname ~ $2"
		" AND $3 IN ('', (SELECT string_agg(coalesce(quote_ident(a.attname), '()'), ',' ORDER BY k.n)"
		"	FROM unnest(i.indkey::int2[]) WITH ORDINALITY k (attnum, n)"
		"	LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum <> 0)) ORDER BY 1", &args);

	for (int row = 0; row < rows->nrows; row++)
		drop_left_over(mig_cell(rows, row, 0));
}

/* "a,(),b": the columns of an index, with () for an expression. */
static char *
list_columns(const IndexStmt *stmt)
{
	List	   *elements = list_concat_copy(stmt->indexParams, stmt->indexIncludingParams);
	StringInfoData text;
	ListCell   *lc;

	initStringInfo(&text);
	foreach(lc, elements)
	{
		const IndexElem *element = lfirst_node(IndexElem, lc);

		appendStringInfo(&text, "%s%s", text.len > 0 ? "," : "",
						 element->name ? quote_identifier(element->name) : "()");
	}
	return text.data;
}

/* Has the index been built, when its statement is in doubt? */
static bool
prepare_index(const MigResume *resume, const IndexStmt *stmt, int number)
{
	Oid			table = RangeVarGetRelid(stmt->relation, NoLock, true);
	Oid			index;

	if (!OidIsValid(table))
		return true;
	if (stmt->idxname == NULL)
	{
		/* The server made up its name, and would make up another. */
		drop_left_overs(table, "_idx[0-9]*$", list_columns(stmt));
		return true;
	}
	index = get_relname_relid(stmt->idxname, get_rel_namespace(table));
	if (!OidIsValid(index) || get_rel_relkind(index) != RELKIND_INDEX)
		return true;
	if (!get_index_isvalid(index))
		drop_left_over(quote_qualified_identifier(get_namespace_name(get_rel_namespace(table)),
												  stmt->idxname));
	else if (number == resume->in_doubt)
	{
		ereport(NOTICE,
				(errmsg("index %s had been built before the session was killed", stmt->idxname)));
		return false;
	}
	return true;
}

/* Has the index been dropped, when its statement is in doubt? */
static bool
prepare_drop(const MigResume *resume, const DropStmt *stmt, int number)
{
	RangeVar   *name;

	if (number != resume->in_doubt || stmt->removeType != OBJECT_INDEX)
		return true;
	name = makeRangeVarFromNameList(linitial(stmt->objects));
	if (OidIsValid(RangeVarGetRelid(name, NoLock, true)))
		return true;
	ereport(NOTICE,
			(errmsg("index %s had been dropped before the session was killed", name->relname)));
	return false;
}

static bool
prepare_reindex(const ReindexStmt *stmt)
{
	Oid			relation = stmt->relation ? RangeVarGetRelid(stmt->relation, NoLock, true) : InvalidOid;

	if (OidIsValid(relation) && get_rel_relkind(relation) == RELKIND_INDEX)
		relation = IndexGetRelation(relation, true);
	if (OidIsValid(relation))
		drop_left_overs(relation, "_cc(new|old)[0-9]*$", NULL);
	return true;
}

static void
stay(void *arg, const MigCut *cut, int number)
{
}

/* A partition that is half detached can only be detached to the end. */
static bool
prepare_detach(const AlterTableStmt *stmt)
{
	static const MigExecHooks hooks = {always, stay};
	const PartitionCmd *cmd = castNode(PartitionCmd, linitial_node(AlterTableCmd, stmt->cmds)->def);
	Datum		values[] = {
		ObjectIdGetDatum(RangeVarGetRelid(stmt->relation, NoLock, true)),
		ObjectIdGetDatum(RangeVarGetRelid(cmd->name, NoLock, true))
	};
	MigArgs		args = {2, (Oid[]) {OIDOID, OIDOID}, values, NULL};
	MigRows    *rows = mig_spi_query(
		"SELECT format('ALTER TABLE %s DETACH PARTITION %s FINALIZE', inhparent::regclass, inhrelid::regclass)"
		" FROM pg_inherits WHERE inhparent = $1 AND inhrelid = $2 AND inhdetachpending", &args);

	if (rows->nrows == 0)
		return true;
	ereport(NOTICE,
			(errmsg("finalizes the detachment of partition %s, which an unfinished statement has begun", cmd->name->relname)));
	mig_exec_toplevel(mig_script_cut("half detached partition", mig_cell(rows, 0, 0)), 0, &hooks);
	return false;
}

bool
mig_resume_before(MigResume *resume, const MigCut *cut, int number)
{
	const MigStmt *stmt = &cut->stmts[number];
	Node	   *tree;

	mig_lock_set_timeout(!is_patient(stmt));
	if (!is_patient(stmt))
		return true;
	tree = mig_script_parse(mig_script_text(cut, stmt))->stmt;
	if (IsA(tree, IndexStmt))
		return prepare_index(resume, (IndexStmt *) tree, number);
	if (IsA(tree, DropStmt))
		return prepare_drop(resume, (DropStmt *) tree, number);
	if (IsA(tree, ReindexStmt))
		return prepare_reindex((ReindexStmt *) tree);
	if (IsA(tree, AlterTableStmt))
		return prepare_detach((AlterTableStmt *) tree);
	return true;
}

void
mig_resume_after(MigResume *resume, const MigCut *cut, int number)
{
	extend_digest(resume, cut, number);
	resume->complete = number + 1;
}
