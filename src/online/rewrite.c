/*
 * rewrite.c
 *	  One statement into statements that block nobody for long.
 *
 * A statement is cut at its tokens, so that what its author wrote stays as it
 * was written: the server has no way to write DDL from a parse tree.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "nodes/makefuncs.h"
#include "nodes/parsenodes.h"
#include "utils/lsyscache.h"

#include "base/script.h"
#include "base/text.h"
#include "base/token.h"
#include "online/alter.h"
#include "online/rewrite.h"

/* A place where CONCURRENTLY belongs. */
static bool
has_rows(char kind)
{
	return kind == RELKIND_RELATION || kind == RELKIND_MATVIEW;
}

static bool
rewrite_index(MigForm *form, Node *stmt, const char *text)
{
	IndexStmt  *index = castNode(IndexStmt, stmt);
	MigSubject	table = mig_form_subject(form, index->relation);
	MigTokens  *tokens = mig_token_cut(text);

	if (index->concurrent || !OidIsValid(table.oid) || !has_rows(table.kind))
		return false;
	mig_form_add(form, "%s", mig_token_insert(tokens, mig_token_find(tokens, 0, tokens->n, "INDEX", 0),
											  "CONCURRENTLY"));
	return true;
}

/* An index that can be dropped while its table is in use. */
static bool
is_live_index(const MigForm *form, List *names)
{
	MigSubject	index = mig_form_subject(form, makeRangeVarFromNameList(names));

	return OidIsValid(index.oid) && index.kind == RELKIND_INDEX;
}

/* Only one index can be dropped at a time. */
static bool
rewrite_drop(MigForm *form, Node *stmt, const char *text)
{
	DropStmt   *drop = castNode(DropStmt, stmt);
	ListCell   *lc;

	if (drop->removeType != OBJECT_INDEX || drop->concurrent || drop->behavior == DROP_CASCADE)
		return false;
	foreach(lc, drop->objects)
		if (!is_live_index(form, lfirst(lc)))
			return false;
	foreach(lc, drop->objects)
		mig_form_add(form, "DROP INDEX CONCURRENTLY %s%s", drop->missing_ok ? "IF EXISTS " : "",
					 NameListToQuotedString(lfirst(lc)));
	return true;
}

static bool
rewrite_reindex(MigForm *form, Node *stmt, const char *text)
{
	ReindexStmt *reindex = castNode(ReindexStmt, stmt);
	MigTokens  *tokens = mig_token_cut(text);
	MigSubject	subject;
	const char *word = reindex->kind == REINDEX_OBJECT_INDEX ? "INDEX" : "TABLE";

	if (reindex->relation == NULL || (mig_classify_statement(stmt) & MIG_STMT_TOPLEVEL))
		return false;
	subject = mig_form_subject(form, reindex->relation);
	if (!OidIsValid(subject.oid) || !(has_rows(subject.kind) || subject.kind == RELKIND_INDEX))
		return false;
	mig_form_add(form, "%s", mig_token_insert(tokens, mig_token_find(tokens, 0, tokens->n, word, 0),
											  "CONCURRENTLY"));
	return true;
}

typedef struct Rewriter
{
	NodeTag		tag;
	bool		(*rewrite) (MigForm *form, Node *stmt, const char *text);
} Rewriter;

static const Rewriter rewriters[] = {
	{T_IndexStmt, rewrite_index},
	{T_DropStmt, rewrite_drop},
	{T_ReindexStmt, rewrite_reindex},
	{T_AlterTableStmt, mig_online_alter},
};

bool
mig_online_rewrite(MigForm *form, const char *text)
{
	Node	   *stmt = mig_script_parse(text)->stmt;

	for (int i = 0; i < lengthof(rewriters); i++)
		if (rewriters[i].tag == nodeTag(stmt))
			return rewriters[i].rewrite(form, stmt, text);
	return false;
}
