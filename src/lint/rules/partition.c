/*
 * partition.c
 *	  Rules about partitions that are made, attached, detached, dropped.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "catalog/partition.h"
#include "catalog/pg_class.h"
#include "utils/lsyscache.h"

#include "lint/bounds.h"
#include "lint/rules.h"
#include "lint/say.h"

/* A relation of the catalogs in the scene. */
static MigTable *
table_of(const MigLint *lint, Oid oid)
{
	return mig_scene_lookup(lint->scene, get_namespace_name(get_rel_namespace(oid)), get_rel_name(oid));
}

/* The default partition of a partitioned table, or NULL. */
static MigTable *
default_of(const MigLint *lint, const MigTable *parent)
{
	Oid			oid = OidIsValid(parent->oid) ? get_default_partition_oid(parent->oid) : InvalidOid;
	MigTable   *table = OidIsValid(oid) ? table_of(lint, oid) : NULL;

	return table != NULL && mig_scene_known(table) && table->partition ? table : NULL;
}

/* Does something prove that no row of the default partition belongs into a new one? */
static bool
spares_default(const MigTable *parent, const MigTable *other, const PartitionBoundSpec *bound, const char **check)
{
	return bound->is_default || other->rows == 0 || mig_bounds_hold(parent, other, bound, false, check);
}

/* FOR VALUES ..., or DEFAULT, as it was written. */
static const char *
bound_text(const MigLint *lint)
{
	const MigWords *words = lint->words;
	int			begin = mig_words_find(words, 0, "FOR");
	int			end = words->n;

	if (begin < 0)
		begin = mig_words_find(words, 0, "DEFAULT");
	for (int i = begin + 1; i < end; i++)
		if (words->words[i].depth == 0 && (mig_words_is(words, i, "PARTITION") || mig_words_is(words, i, "TABLESPACE") ||
										   mig_words_is(words, i, "USING")))
			end = i;
	return mig_words_part(words, words->words[begin].start, words->words[end - 1].end);
}

static void
check_create(MigLint *lint, Node *node)
{
	CreateStmt *create = castNode(CreateStmt, node);
	const char *table = mig_say_relation(create->relation);
	MigTable   *parent;
	MigTable   *other;

	if (create->partbound == NULL)
		return;
	parent = mig_scene_find(lint->scene, linitial_node(RangeVar, create->inhRelations));
	if (!mig_lint_concerns(lint, parent))
		return;
	other = default_of(lint, parent);
	mig_lint_report(lint,
					psprintf("making partition %s locks table %s%s against everybody%s", table, mig_say_table(parent),
							 mig_say_rows(parent), other == NULL || spares_default(parent, other, create->partbound, NULL) ? "" :
							 psprintf(", and its default partition %s, of which it reads all rows", mig_say_table(other))),
					psprintf("CREATE TABLE %s (LIKE %s INCLUDING ALL);\n"
							 "ALTER TABLE %s ATTACH PARTITION %s %s;",
							 table, mig_say_table(parent), mig_say_table(parent), table, bound_text(lint)));
}

const MigRule mig_rule_create_partition = {
	.name = "create-partition",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG | MIG_RULE_OTHERS,
	.lock = AccessExclusiveLock,
	.summary = "CREATE TABLE ... PARTITION OF locks the partitioned table against everybody, if briefly.",
	.nodes = {T_CreateStmt},
	.check = check_create,
};

/* A check takes the reading upon itself, which it does beside traffic. */
static const char *
safer_attach(const MigLint *lint, const MigTable *table, const char *name, const char *check)
{
	const char *relation = mig_say_table(table);

	if (check == NULL)
		return NULL;
	return psprintf("ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s) NOT VALID;\n"
					MIG_SAY_NEXT "ALTER TABLE %s VALIDATE CONSTRAINT %s;\n"
					MIG_SAY_THEN "%s;\nALTER TABLE %s DROP CONSTRAINT %s;",
					relation, name, check, relation, name, lint->text, relation, name);
}

/* Proof is a check of the child which says that its rows are within the bounds. */
static void
check_attach(MigLint *lint, Node *node)
{
	AlterTableCmd *cmd = castNode(AlterTableCmd, node);
	const PartitionBoundSpec *bound;
	MigTable   *child;
	const char *check = NULL;

	if (cmd->subtype != AT_AttachPartition || lint->table->kind != RELKIND_PARTITIONED_TABLE)
		return;
	bound = castNode(PartitionCmd, cmd->def)->bound;
	child = mig_scene_find(lint->scene, castNode(PartitionCmd, cmd->def)->name);
	if (!mig_scene_known(child) || !mig_lint_concerns(lint, child) || bound->is_default ||
		mig_bounds_hold(lint->table, child, bound, true, &check))
		return;
	mig_lint_report(lint,
					psprintf("attaching partition %s%s reads all of it while nobody else can read or write it",
							 mig_say_table(child), mig_say_rows(child)),
					safer_attach(lint, child, "within_bounds", check));
}

const MigRule mig_rule_attach_partition = {
	.name = "attach-partition",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG | MIG_RULE_OTHERS,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_SCAN,
	.summary = "A table that is attached is read as a whole, unless a valid check says that its rows are within the bounds.",
	.nodes = {T_AlterTableCmd},
	.check = check_attach,
};

static void
check_default(MigLint *lint, Node *node)
{
	AlterTableCmd *cmd = castNode(AlterTableCmd, node);
	MigTable   *other;
	const char *check = NULL;

	if (cmd->subtype != AT_AttachPartition || lint->table->kind != RELKIND_PARTITIONED_TABLE)
		return;
	other = default_of(lint, lint->table);
	if (other == NULL || !mig_lint_concerns(lint, other) ||
		spares_default(lint->table, other, castNode(PartitionCmd, cmd->def)->bound, &check))
		return;
	mig_lint_report(lint,
					psprintf("attaching a partition reads all of the default partition %s%s while nobody else can read or write it",
							 mig_say_table(other), mig_say_rows(other)),
					safer_attach(lint, other, "out_of_bounds", check));
}

const MigRule mig_rule_attach_partition_default = {
	.name = "attach-partition-default",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG | MIG_RULE_OTHERS,
	.lock = AccessExclusiveLock,
	.does = MIG_DOES_SCAN,
	.summary = "The default partition is read as a whole when another is attached, unless a valid check spares that.",
	.nodes = {T_AlterTableCmd},
	.check = check_default,
};

static void
check_detach(MigLint *lint, Node *node)
{
	AlterTableCmd *cmd = castNode(AlterTableCmd, node);
	const char *name;

	if (cmd->subtype != AT_DetachPartition || castNode(PartitionCmd, cmd->def)->concurrent)
		return;
	name = mig_say_relation(castNode(PartitionCmd, cmd->def)->name);
	mig_lint_report(lint,
					psprintf("detaching partition %s locks %s against everybody", name, mig_say_target(lint)),
					default_of(lint, lint->table) != NULL ?
					"-- with a default partition there is no CONCURRENTLY: in a quiet hour, with a lock_timeout" :
					psprintf(MIG_SAY_ALONE "ALTER TABLE %s DETACH PARTITION %s CONCURRENTLY;",
							 mig_say_relation(lint->relation), name));
}

const MigRule mig_rule_detach_partition = {
	.name = "detach-partition",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = AccessExclusiveLock,
	.summary = "DETACH PARTITION locks the partitioned table against everybody, if briefly.",
	.nodes = {T_AlterTableCmd},
	.check = check_detach,
};

static void
check_drop(MigLint *lint, Node *node)
{
	DropStmt   *drop = castNode(DropStmt, node);
	ListCell   *lc;

	foreach(lc, drop->removeType == OBJECT_TABLE ? drop->objects : NIL)
	{
		const RangeVar *name = makeRangeVarFromNameList(lfirst(lc));
		MigTable   *table = mig_scene_find(lint->scene, name);
		MigTable   *parent;

		if (!table->partition || !OidIsValid(table->oid))
			continue;
		parent = table_of(lint, get_partition_parent(table->oid, true));
		if (!mig_lint_concerns(lint, parent))
			continue;
		mig_lint_report(lint,
						psprintf("dropping partition %s locks table %s%s against everybody", mig_say_relation(name),
								 mig_say_table(parent), mig_say_rows(parent)),
						psprintf(MIG_SAY_ALONE "ALTER TABLE %s DETACH PARTITION %s CONCURRENTLY;\n" MIG_SAY_NEXT "DROP TABLE %s;",
								 mig_say_table(parent), mig_say_relation(name), mig_say_relation(name)));
	}
}

const MigRule mig_rule_drop_partition = {
	.name = "drop-partition",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG | MIG_RULE_OTHERS,
	.lock = AccessExclusiveLock,
	.summary = "Dropping a partition locks the partitioned table against everybody, if briefly.",
	.nodes = {T_DropStmt},
	.check = check_drop,
};
