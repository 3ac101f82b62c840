/*
 * define.c
 *	  From definitions in a parse tree to what a table knows of them.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "catalog/pg_constraint.h"
#include "commands/defrem.h"
#include "lib/stringinfo.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"

#include "base/text.h"
#include "lint/define.h"
#include "lint/judge.h"

List *
mig_define_names(const List *strings)
{
	List	   *names = NIL;
	ListCell   *lc;

	foreach(lc, strings)
		names = lappend(names, pstrdup(strVal(lfirst(lc))));
	return names;
}

/* The middle of a name that the server makes up: the columns. */
static char *
joined(const List *names)
{
	StringInfoData text;
	ListCell   *lc;

	initStringInfo(&text);
	foreach(lc, names)
		appendStringInfo(&text, "%s%s", text.len > 0 ? "_" : "", (char *) lfirst(lc));
	return text.data;
}

/* How names of constraints end. */
typedef struct Ending
{
	ConstrType	type;
	const char *label;
	char		letter;			/* in pg_constraint.contype; 0: none is there */
} Ending;

static const Ending endings[] = {
	{CONSTR_FOREIGN, "fkey", CONSTRAINT_FOREIGN},
	{CONSTR_CHECK, "check", CONSTRAINT_CHECK},
	{CONSTR_UNIQUE, "key", CONSTRAINT_UNIQUE},
	{CONSTR_PRIMARY, "pkey", CONSTRAINT_PRIMARY},
	{CONSTR_EXCLUSION, "excl", CONSTRAINT_EXCLUSION},
};

static const Ending *
ending_of(const Constraint *constraint)
{
	for (int i = 0; i < lengthof(endings); i++)
		if (endings[i].type == constraint->contype)
			return &endings[i];
	return NULL;
}

static bool
collect_columns(Node *node, void *arg)
{
	List	  **names = arg;

	if (node == NULL)
		return false;
	if (IsA(node, ColumnRef) && IsA(llast(((ColumnRef *) node)->fields), String))
	{
		char	   *name = strVal(llast(((ColumnRef *) node)->fields));

		if (!mig_text_among(*names, name))
			*names = lappend(*names, pstrdup(name));
	}
	return raw_expression_tree_walker(node, collect_columns, arg);
}

static List *
constrained_columns(const Constraint *def, const char *column)
{
	List	   *names = mig_define_names(def->contype == CONSTR_FOREIGN ? def->fk_attrs : def->keys);

	if (names == NIL && column != NULL)
		names = list_make1(pstrdup(column));
	if (names == NIL && def->contype == CONSTR_CHECK)
		(void) collect_columns(def->raw_expr, &names);
	return names;
}

const char *
mig_define_constraint_name(const char *table, const Constraint *def, const char *column)
{
	const Ending *ending = ending_of(def);
	List	   *columns = constrained_columns(def, column);
	bool		named = columns != NIL && def->contype != CONSTR_PRIMARY &&
		(def->contype != CONSTR_CHECK || list_length(columns) == 1);

	if (def->conname != NULL)
		return def->conname;
	if (def->indexname != NULL)
		return def->indexname;
	return makeObjectName(table, named ? joined(columns) : NULL,
						  ending ? ending->label : "");
}

static MigColumn *
column_of(MigTable *table, const char *name)
{
	MigColumn  *column = mig_table_column(table, name);

	if (column == NULL)
	{
		column = palloc0(sizeof(MigColumn));
		column->name = pstrdup(name);
		column->typmod = -1;
		column->fresh = true;
		table->columns = lappend(table->columns, column);
	}
	return column;
}

/* The index that stands behind a constraint. */
static void
add_constraint_index(MigTable *table, const Constraint *def, const MigConstraint *constraint)
{
	MigIndex   *index = def->indexname ? mig_table_index(table, def->indexname) : NULL;
	ListCell   *lc;

	if (index == NULL)
	{
		index = palloc0(sizeof(MigIndex));
		index->method = def->access_method ? pstrdup(def->access_method) : "btree";
		index->columns = constraint->columns;
		index->valid = index->fresh = true;
		index->plain = constraint->type != CONSTRAINT_EXCLUSION && def->including == NIL;
		table->indexes = lappend(table->indexes, index);
	}
	index->name = constraint->name;
	index->unique = constraint->type != CONSTRAINT_EXCLUSION;
	index->primary = constraint->type == CONSTRAINT_PRIMARY;
	if (index->primary)
		foreach(lc, index->columns)
		{
			MigColumn  *column = mig_table_column(table, lfirst(lc));

			if (column != NULL)
				column->notnull = true;
		}
}

/* The table that a foreign key refers to learns of it, too. */
static void
add_incoming(MigScene *scene, MigTable *table, const Constraint *def, const MigConstraint *constraint)
{
	MigTable   *parent = mig_scene_find(scene, def->pktable);
	MigConstraint *incoming = palloc(sizeof(MigConstraint));

	*incoming = *constraint;
	incoming->schema = table->schema;
	incoming->table = table->name;
	parent->incoming = lappend(parent->incoming, incoming);
}

void
mig_define_constraint(MigScene *scene, MigTable *table, const Constraint *def, const char *column)
{
	const Ending *ending = ending_of(def);
	MigConstraint *constraint;

	if (def->contype == CONSTR_NOTNULL && column != NULL)
		column_of(table, column)->notnull = true;
	if (ending == NULL)
		return;
	constraint = palloc0(sizeof(MigConstraint));
	constraint->name = pstrdup(mig_define_constraint_name(table->name, def, column));
	constraint->type = ending->letter;
	constraint->valid = !def->skip_validation;
	constraint->deferred = def->initdeferred;
	constraint->fresh = true;
	constraint->columns = constrained_columns(def, column);
	if (def->contype == CONSTR_CHECK)
		constraint->proves = mig_judge_proved(def->raw_expr);
	if (def->contype == CONSTR_FOREIGN)
	{
		MigTable   *parent = mig_scene_find(scene, def->pktable);

		constraint->schema = parent->schema;
		constraint->table = parent->name;
		constraint->others = mig_define_names(def->pk_attrs);
		add_incoming(scene, table, def, constraint);
	}
	if (ending->letter == CONSTRAINT_UNIQUE || ending->letter == CONSTRAINT_PRIMARY ||
		ending->letter == CONSTRAINT_EXCLUSION)
		add_constraint_index(table, def, constraint);
	table->constraints = lappend(table->constraints, constraint);
}

void
mig_define_column(MigScene *scene, MigTable *table, const ColumnDef *def)
{
	MigColumn  *column = column_of(table, def->colname);
	Oid			serial = mig_judge_serial(def);
	ListCell   *lc;

	if (OidIsValid(serial))
	{
		column->type = serial;
		column->notnull = true;
	}
	else if (def->typeName != NULL)
		column->type = mig_judge_type(def->typeName, &column->typmod);
	column->notnull |= def->is_not_null;
	foreach(lc, def->constraints)
		mig_define_constraint(scene, table, lfirst_node(Constraint, lc), def->colname);
}

static List *
index_columns(const IndexStmt *def)
{
	List	   *columns = NIL;
	ListCell   *lc;

	foreach(lc, def->indexParams)
	{
		const IndexElem *element = lfirst_node(IndexElem, lc);

		columns = lappend(columns, element->name ? pstrdup(element->name) : "");
	}
	return columns;
}

static bool
is_plain(const IndexStmt *def)
{
	bool		plain = def->whereClause == NULL && def->indexIncludingParams == NIL;
	ListCell   *lc;

	foreach(lc, def->indexParams)
	{
		const IndexElem *element = lfirst_node(IndexElem, lc);

		plain &= element->name != NULL && element->collation == NIL && element->opclass == NIL &&
			element->ordering == SORTBY_DEFAULT && element->nulls_ordering == SORTBY_NULLS_DEFAULT;
	}
	return plain;
}

const char *
mig_define_index_name(const char *table, const IndexStmt *def)
{
	List	   *columns = NIL;
	ListCell   *lc;

	if (def->idxname != NULL)
		return def->idxname;
	foreach(lc, index_columns(def))
		columns = lappend(columns, *(char *) lfirst(lc) != '\0' ? lfirst(lc) : "expr");
	return makeObjectName(table, joined(columns), "idx");
}

void
mig_define_index(MigScene *scene, MigTable *table, const IndexStmt *def)
{
	MigIndex   *index = palloc0(sizeof(MigIndex));
	MigTable   *relation;

	index->name = pstrdup(mig_define_index_name(table->name, def));
	index->method = pstrdup(def->accessMethod);
	index->columns = index_columns(def);
	index->unique = def->unique;
	index->partial = def->whereClause != NULL;
	index->plain = is_plain(def);
	index->valid = index->fresh = true;
	table->indexes = lappend(table->indexes, index);

	relation = mig_scene_make(scene, makeRangeVar(pstrdup(table->schema), unconstify(char *, index->name), -1),
							  RELKIND_INDEX);
	relation->of = table;
}
