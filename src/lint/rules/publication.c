/*
 * publication.c
 *	  Rules about tables that are published to subscribers.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "catalog/pg_constraint.h"
#include "utils/builtins.h"

#include "base/spi.h"
#include "lint/rules.h"
#include "lint/say.h"

static bool
has_primary_key(const MigTable *table)
{
	ListCell   *lc;

	foreach(lc, table->constraints)
		if (((MigConstraint *) lfirst(lc))->type == CONSTRAINT_PRIMARY)
			return true;
	return false;
}

/* Is it said how to tell its rows, other than by the primary key? */
static bool
has_identity(const MigTable *table)
{
	return OidIsValid(table->oid) &&
		mig_table_query("SELECT FROM pg_class WHERE oid = $1 AND relreplident IN ('f', 'i')", table->oid)->nrows > 0;
}

static bool
is_published(const MigTable *table)
{
	return OidIsValid(table->oid) &&
		mig_table_query("SELECT FROM pg_publication_tables p JOIN pg_namespace n ON n.nspname = p.schemaname"
					  " JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = p.tablename"
					  " JOIN pg_publication b ON b.pubname = p.pubname AND (b.pubupdate OR b.pubdelete)"
					  " WHERE c.oid = $1", table->oid)->nrows > 0;
}

static void
report(MigLint *lint, MigTable *table, const char *name)
{
	if (!mig_scene_known(table) || table->kind != RELKIND_RELATION || has_primary_key(table) || has_identity(table))
		return;
	mig_lint_report(lint,
					psprintf("table %s is published and has no primary key: UPDATE and DELETE fail from then on",
							 mig_say_table(table)),
					psprintf("ALTER TABLE %s REPLICA IDENTITY FULL; -- or a primary key", mig_say_table(table)));
}

static void
finish(MigLint *lint)
{
	mig_lint_recall(lint, report);
}

/* The tables that a publication gets. */
static void
remember_published(MigLint *lint, const List *objects)
{
	ListCell   *lc;

	foreach(lc, objects)
	{
		const PublicationObjSpec *object = lfirst_node(PublicationObjSpec, lc);

		if (object->pubobjtype == PUBLICATIONOBJ_TABLE)
			mig_lint_remember(lint, mig_scene_find(lint->scene, object->pubtable->relation), "");
	}
}

static void
check(MigLint *lint, Node *node)
{
	const AlterTableCmd *cmd = (AlterTableCmd *) node;
	const AlterPublicationStmt *alter = (AlterPublicationStmt *) node;

	if (IsA(node, CreatePublicationStmt))
		remember_published(lint, ((CreatePublicationStmt *) node)->pubobjects);
	else if (IsA(node, AlterPublicationStmt))
		remember_published(lint, alter->action == AP_DropObjects ? NIL : alter->pubobjects);
	else if (cmd->subtype == AT_ReplicaIdentity)
	{
		char		identity = castNode(ReplicaIdentityStmt, cmd->def)->identity_type;

		if (identity == REPLICA_IDENTITY_FULL || identity == REPLICA_IDENTITY_INDEX)
			mig_lint_forget(lint, lint->table->name, NULL);
	}
	else if (cmd->subtype == AT_DropConstraint)
	{
		const MigConstraint *constraint = mig_table_constraint(lint->table, cmd->name);

		if (constraint != NULL && constraint->type == CONSTRAINT_PRIMARY && is_published(lint->table))
			mig_lint_remember(lint, lint->table, "");
	}
}

const MigRule mig_rule_published_without_key = {
	.name = "published-without-key",
	.severity = MIG_ERROR,
	.summary = "Rows of a published table without a key can be neither updated nor deleted.",
	.nodes = {T_CreatePublicationStmt, T_AlterPublicationStmt, T_AlterTableCmd},
	.check = check,
	.finish = finish,
};
