/*
 * rights.c
 *	  Rules about roles, their rights, and functions that run with those of others.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "nodes/makefuncs.h"
#include "utils/builtins.h"

#include "lint/rules.h"
#include "lint/say.h"

static const DefElem *
option_of(const List *options, const char *name)
{
	ListCell   *lc;

	foreach(lc, options)
		if (strcmp(lfirst_node(DefElem, lc)->defname, name) == 0)
			return lfirst(lc);
	return NULL;
}

/* Functions are PUBLIC's by default, as are the usage of types and languages. */
static void
check_public(MigLint *lint, Node *node)
{
	GrantStmt  *grant = castNode(GrantStmt, node);
	ListCell   *lc;

	if (!grant->is_grant || grant->objtype == OBJECT_TYPE || grant->objtype == OBJECT_DOMAIN ||
		grant->objtype == OBJECT_LANGUAGE)
		return;
	foreach(lc, grant->grantees)
		if (lfirst_node(RoleSpec, lc)->roletype == ROLESPEC_PUBLIC)
			mig_lint_report(lint, "PUBLIC is every role of the cluster, those to come included",
							"-- grant it to a role, and that to whom it is meant for");
}

const MigRule mig_rule_grant_to_public = {
	.name = "grant-to-public",
	.severity = MIG_WARNING,
	.traits = MIG_RULE_DESIGN,
	.summary = "What PUBLIC may, every role may, those to come included.",
	.nodes = {T_GrantStmt},
	.check = check_public,
};

static void
check_option(MigLint *lint, Node *node)
{
	if (castNode(GrantStmt, node)->is_grant && ((GrantStmt *) node)->grant_option)
		mig_lint_report(lint, "who has the grant option hands the right on, to whom is not for revisions to know",
						psprintf("%s;", mig_words_without(lint->words, "WITH GRANT OPTION")));
}

const MigRule mig_rule_grant_option = {
	.name = "grant-option",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_DESIGN,
	.summary = "WITH GRANT OPTION lets others hand the right on.",
	.nodes = {T_GrantStmt},
	.check = check_option,
};

static void
check_password(MigLint *lint, Node *node)
{
	const List *options = IsA(node, CreateRoleStmt) ? ((CreateRoleStmt *) node)->options :
		((AlterRoleStmt *) node)->options;
	const DefElem *password = option_of(options, "password");

	if (password != NULL && password->arg != NULL)
		mig_lint_report(lint, "the password stays in the history, and in every copy of it",
						"-- outside of revisions: \\password in psql, or a secret store");
}

const MigRule mig_rule_password = {
	.name = "password",
	.severity = MIG_ERROR,
	.summary = "A password in a revision stays in the history.",
	.nodes = {T_CreateRoleStmt, T_AlterRoleStmt},
	.check = check_password,
};

static void
check_role(MigLint *lint, Node *node)
{
	mig_lint_report(lint, "roles are of the whole cluster: a downgrade, or a second database with the same revisions, meets them again",
					"-- outside of revisions, or with a look into pg_roles first");
}

const MigRule mig_rule_cluster_role = {
	.name = "cluster-role",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_DESIGN,
	.summary = "Roles are of the whole cluster, and revisions of one database.",
	.nodes = {T_CreateRoleStmt, T_AlterRoleStmt, T_DropRoleStmt},
	.check = check_role,
};

/* A SET search_path of the function itself. */
static bool
sets_path(const List *options)
{
	ListCell   *lc;

	foreach(lc, options)
	{
		const DefElem *option = lfirst_node(DefElem, lc);

		if (strcmp(option->defname, "set") == 0 && IsA(option->arg, VariableSetStmt) &&
			((VariableSetStmt *) option->arg)->name != NULL &&
			strcmp(((VariableSetStmt *) option->arg)->name, "search_path") == 0)
			return true;
	}
	return false;
}

static void
check_definer(MigLint *lint, Node *node)
{
	CreateFunctionStmt *create = castNode(CreateFunctionStmt, node);
	const DefElem *security = option_of(create->options, "security");
	const char *name = NameListToQuotedString(create->funcname);

	if (security == NULL || !boolVal(security->arg) || sets_path(create->options) || create->sql_body != NULL)
		return;
	mig_lint_report(lint,
					psprintf("%s runs with its owner's rights and its caller's search_path, in which anybody can put functions and operators of their own",
							 name),
					psprintf("-- with the schemas that it uses before pg_temp:\n%s;",
							 mig_words_insert(lint->words, mig_words_find(lint->words, 0, "DEFINER"),
											  " SET search_path = pg_catalog, pg_temp")));
}

const MigRule mig_rule_security_definer = {
	.name = "security-definer",
	.severity = MIG_WARNING,
	.summary = "A SECURITY DEFINER function without a search_path of its own runs what its caller has put there.",
	.nodes = {T_CreateFunctionStmt},
	.check = check_definer,
};

/* The body of a function in a language of text, or NULL. */
static const char *
body_of(const CreateFunctionStmt *create)
{
	const DefElem *language = option_of(create->options, "language");
	const DefElem *body = option_of(create->options, "as");

	if (language == NULL || body == NULL || strcmp(strVal(language->arg), "plpgsql") != 0 || !IsA(body->arg, List))
		return NULL;
	return strVal(linitial((List *) body->arg));
}

/* Does the EXECUTE at a word glue its statement from more than quoted pieces? */
static bool
glues(const MigWords *words, int i)
{
	static const char *const quoting[] = {"quote_ident", "quote_literal", "quote_nullable", "format"};

	for (i++; i < words->n && !mig_words_is(words, i, ";") && !mig_words_is(words, i, "USING"); i++)
	{
		bool		quoted = words->text[words->words[Min(i + 1, words->n - 1)].start] == '\'';

		if (!mig_words_is(words, i, "||"))
			continue;
		for (int k = 0; k < lengthof(quoting); k++)
			quoted |= mig_words_is(words, i + 1, quoting[k]);
		if (!quoted)
			return true;
	}
	return false;
}

static void
check_dynamic(MigLint *lint, Node *node)
{
	CreateFunctionStmt *create = castNode(CreateFunctionStmt, node);
	const char *body = body_of(create);
	const MigWords *words = body != NULL ? mig_words_try(body) : NULL;

	for (int i = 0; words != NULL && i < words->n; i++)
		if (mig_words_is(words, i, "EXECUTE") && glues(words, i))
		{
			mig_lint_report(lint,
							psprintf("%s glues values into a statement that it executes, unquoted", NameListToQuotedString(create->funcname)),
							"-- EXECUTE format('... %I ... %L', name, value), or $1 with USING");
			return;
		}
}

const MigRule mig_rule_dynamic_sql = {
	.name = "dynamic-sql",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_DESIGN,
	.summary = "A statement that is glued together from values that nobody has quoted can be any statement.",
	.nodes = {T_CreateFunctionStmt},
	.check = check_dynamic,
};
