/*
 * statements.c
 *	  The statements of a model: which roots each is about.
 *
 * The server says what it creates and alters.  Of what it does not say
 * (comments, grants, some forms of ALTER) the statement has to name its object:
 * every root that goes by one of its words may be meant.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "libpq/pqformat.h"
#include "nodes/parsenodes.h"
#include "utils/builtins.h"

#include "base/digest.h"
#include "base/mention.h"
#include "model/statements.h"
#include "schema/kind.h"

/* Statements that set what others go by, or are about what they do not name. */
static const NodeTag about_all[] = {
	T_AlterDefaultPrivilegesStmt, T_AlterExtensionContentsStmt, T_AlterExtensionStmt,
	T_CreateExtensionStmt, T_CreateSchemaStmt, T_SelectStmt, T_VariableSetStmt,
};

/* Objects that belong to roots by whose name they are spoken of. */
static const ObjectType named[] = {
	OBJECT_ATTRIBUTE, OBJECT_COLUMN, OBJECT_DOMAIN, OBJECT_DOMCONSTRAINT, OBJECT_FOREIGN_TABLE,
	OBJECT_FUNCTION, OBJECT_INDEX, OBJECT_MATVIEW, OBJECT_POLICY, OBJECT_PROCEDURE, OBJECT_ROUTINE,
	OBJECT_RULE, OBJECT_SEQUENCE, OBJECT_STATISTIC_EXT, OBJECT_TABCONSTRAINT, OBJECT_TABLE,
	OBJECT_TRIGGER, OBJECT_TYPE, OBJECT_VIEW,
};

static bool
is_about_all(NodeTag node)
{
	for (int i = 0; i < lengthof(about_all); i++)
		if (about_all[i] == node)
			return true;
	return false;
}

static bool
is_named(ObjectType type)
{
	for (int i = 0; i < lengthof(named); i++)
		if (named[i] == type)
			return true;
	return false;
}

/* After a rename, statements before it mention what is known by another name. */
static bool
is_unknown(NodeTag node)
{
	return node == T_DoStmt || node == T_DropOwnedStmt || node == T_RenameStmt;
}

bool
mig_statements_is_special(NodeTag node)
{
	return is_about_all(node) || is_unknown(node);
}

/* Are all the objects that the statement is about among those that it names? */
static bool
names_its_objects(NodeTag tag, const char *text)
{
	Node	   *node;

	if (tag != T_CommentStmt && tag != T_GrantStmt && tag != T_SecLabelStmt && tag != T_AlterOwnerStmt)
		return true;
	node = mig_script_parse(text)->stmt;
	switch (tag)
	{
		case T_CommentStmt:
			return is_named(((CommentStmt *) node)->objtype);
		case T_SecLabelStmt:
			return is_named(((SecLabelStmt *) node)->objtype);
		case T_AlterOwnerStmt:
			return is_named(((AlterOwnerStmt *) node)->objectType);
		default:
			return ((GrantStmt *) node)->targtype == ACL_TARGET_OBJECT && is_named(((GrantStmt *) node)->objtype);
	}
}

MigTrail *
mig_trail_new(void)
{
	MigTrail   *trail = palloc(sizeof(MigTrail));

	trail->cxt = CurrentMemoryContext;
	trail->traces = NIL;
	return trail;
}

void
mig_trail_follow(void (*run) (void *state), void *state, const MigCut *cut, int number, void *arg)
{
	MigTrail   *trail = arg;
	MigWatched *touched = mig_watch_run(run, state);
	MemoryContext old = MemoryContextSwitchTo(trail->cxt);
	MigTrace   *trace = palloc(sizeof(MigTrace));
	ObjectAddress *addresses = palloc(Max(1, touched->n) * sizeof(ObjectAddress));

	memcpy(addresses, touched->addresses, touched->n * sizeof(ObjectAddress));
	trace->cut = cut;
	trace->number = number;
	trace->touched = palloc(sizeof(MigWatched));
	*trace->touched = *touched;
	trace->touched->addresses = addresses;
	trail->traces = lappend(trail->traces, trace);
	MemoryContextSwitchTo(old);
}

MigStatements *
mig_statements_new(void)
{
	MigStatements *statements = palloc(sizeof(MigStatements));

	statements->n = 0;
	statements->nallocated = 256;
	statements->all = palloc(statements->nallocated * sizeof(MigStatement));
	return statements;
}

static MigStatement *
add(MigStatements *statements)
{
	if (statements->n == statements->nallocated)
	{
		statements->nallocated *= 2;
		statements->all = repalloc_huge(statements->all, statements->nallocated * sizeof(MigStatement));
	}
	memset(&statements->all[statements->n], 0, sizeof(MigStatement));
	return &statements->all[statements->n++];
}

MigStatement *
mig_statements_add(MigStatements *statements, const MigCut *cut, int number)
{
	MigStatement *statement = add(statements);
	text	   *sql = cstring_to_text_with_len(cut->sql + cut->stmts[number].offset, cut->stmts[number].length);

	memcpy(statement->digest, VARDATA(mig_digest_texts(&sql, 1)), MIG_STATEMENT_DIGEST);
	return statement;
}

MigFact *
mig_statements_fact_at(const MigFactBase *base, const ObjectAddress *object)
{
	MigAddress	address = {object->classId, object->objectId, object->objectSubId};
	MigFact    *fact = mig_fact_at(base, &address);

	address.objsubid = 0;
	return fact ? fact : mig_fact_at(base, &address);
}

/* Roots that a word may mean, in the making. */
typedef struct Meant
{
	const MigNames *names;
	List	   *roots;
} Meant;

static void
add_meant(const char *word, void *arg)
{
	Meant	   *meant = arg;

	meant->roots = list_concat_unique_ptr(meant->roots, mig_names_find(meant->names, word));
}

/* By its words; false where those are not to be had. */
static bool
settle_by_name(MigStatement *statement, const MigTrace *trace, const MigNames *names)
{
	const MigStmt *stmt = &trace->cut->stmts[trace->number];
	char	   *text = mig_script_text(trace->cut, stmt);
	Meant		meant = {names, NIL};

	if (!names_its_objects(stmt->node, text))
		return true;
	if (!mig_mention_each(text, 0, add_meant, &meant))
		return false;
	statement->roots = meant.roots;
	return true;
}

void
mig_statements_settle(MigStatement *statement, const MigTrace *trace,
					  const MigFactBase *base, const MigNames *names)
{
	NodeTag		node = trace->cut->stmts[trace->number].node;
	bool		known = !is_unknown(node);
	ListCell   *cell;

	for (int i = 0; i < trace->touched->n; i++)
	{
		MigFact    *fact = mig_statements_fact_at(base, &trace->touched->addresses[i]);

		if (fact != NULL)
			statement->roots = list_append_unique_ptr(statement->roots, mig_names_root(fact));
	}
	if (trace->touched->n == 0 && !is_about_all(node))
		known &= settle_by_name(statement, trace, names);

	statement->about = !known ? MIG_ABOUT_UNKNOWN :
		statement->roots == NIL || is_about_all(node) ? MIG_ABOUT_ALL : MIG_ABOUT_ROOTS;
	foreach(cell, statement->roots)
		if (known && !mig_names_is_written(lfirst(cell)))
			statement->about = MIG_ABOUT_ALL;
}

MigStatements *
mig_statements_of(const MigTrail *trail, const MigFactBase *base)
{
	MigStatements *statements = mig_statements_new();
	MigNames   *names = mig_names_read(base);
	ListCell   *cell;

	foreach(cell, trail->traces)
	{
		const MigTrace *trace = lfirst(cell);

		mig_statements_settle(mig_statements_add(statements, trace->cut, trace->number), trace, base, names);
	}
	return statements;
}

void
mig_statements_pack(StringInfo out, const MigStatements *statements)
{
	ListCell   *cell;

	pq_sendint32(out, statements->n);
	for (int i = 0; i < statements->n; i++)
	{
		const MigStatement *statement = &statements->all[i];

		appendBinaryStringInfo(out, statement->digest, MIG_STATEMENT_DIGEST);
		pq_sendbyte(out, statement->about);
		pq_sendint32(out, list_length(statement->roots));
		foreach(cell, statement->roots)
			pq_sendint32(out, ((MigFact *) lfirst(cell))->index);
	}
}

MigStatements *
mig_statements_read(StringInfo in, const MigFactBase *base)
{
	MigStatements *statements = mig_statements_new();

	for (int n = pq_getmsgint(in, 4); n > 0; n--)
	{
		MigStatement *statement = add(statements);

		memcpy(statement->digest, pq_getmsgbytes(in, MIG_STATEMENT_DIGEST), MIG_STATEMENT_DIGEST);
		statement->about = pq_getmsgbyte(in);
		for (int roots = pq_getmsgint(in, 4); roots > 0; roots--)
			statement->roots = lappend(statement->roots, base->facts[pq_getmsgint(in, 4)]);
	}
	return statements;
}
