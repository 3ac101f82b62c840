/*
 * domain.c
 *	  Rules about domains, which bind every table that has a column of one.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "commands/defrem.h"
#include "lib/stringinfo.h"
#include "nodes/makefuncs.h"
#include "utils/builtins.h"

#include "base/spi.h"
#include "lint/judge.h"
#include "lint/rules.h"
#include "lint/say.h"

static const char *const users_query =
"SELECT DISTINCT n.nspname, c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
" JOIN pg_namespace n ON n.oid = c.relnamespace"
" WHERE a.atttypid = $1 AND NOT a.attisdropped AND c.relkind IN ('r', 'm') ORDER BY 1, 2";

/* The tables, as SQL names them, that have columns of a domain; "" for none. */
static const char *
users_of(MigLint *lint, List *domain)
{
	int32		typmod;
	MigRows    *rows = mig_table_query(users_query, mig_judge_type(makeTypeNameFromNameList(domain), &typmod));
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 0; i < rows->nrows; i++)
	{
		MigTable   *table = mig_scene_lookup(lint->scene, mig_cell(rows, i, 0), mig_cell(rows, i, 1));

		if (mig_scene_known(table) && mig_lint_concerns(lint, table))
			appendStringInfo(&text, "%s%s%s", text.len > 0 ? ", " : "", mig_say_table(table), mig_say_rows(table));
	}
	return text.data;
}

static const char *
safer_constraint(const MigLint *lint, const AlterDomainStmt *alter)
{
	const char *domain = NameListToQuotedString(alter->typeName);
	const char *bare = strVal(llast(alter->typeName));
	bool		notnull = alter->subtype == 'O';
	const Constraint *constraint = notnull ? NULL : castNode(Constraint, alter->def);
	const char *name = quote_identifier(constraint != NULL && constraint->conname != NULL ? constraint->conname :
										makeObjectName(bare, NULL, notnull ? "not_null" : "check"));
	const char *body = notnull ? "CHECK (VALUE IS NOT NULL)" :
		lint->text + lint->words->words[mig_words_find(lint->words, 0, "CHECK")].start;

	return psprintf("ALTER DOMAIN %s ADD CONSTRAINT %s %s NOT VALID;\n"
					"-- in the next revision, in a quiet hour: writes wait all the same\n"
					"ALTER DOMAIN %s VALIDATE CONSTRAINT %s;",
					domain, name, body, domain, name);
}

static void
check_constraint(MigLint *lint, Node *node)
{
	AlterDomainStmt *alter = castNode(AlterDomainStmt, node);
	const char *users;

	if (alter->subtype != 'O' && alter->subtype != 'V' &&
		(alter->subtype != 'C' || castNode(Constraint, alter->def)->skip_validation))
		return;
	users = users_of(lint, alter->typeName);
	if (users[0] == '\0')
		return;
	mig_lint_report(lint,
					psprintf("domain %s is checked in every row of each table that uses it, while writes to all of them wait: %s",
							 NameListToString(alter->typeName), users),
					alter->subtype == 'V' ? NULL : safer_constraint(lint, alter));
}

const MigRule mig_rule_domain_constraint = {
	.name = "domain-constraint",
	.severity = MIG_ERROR,
	.traits = MIG_RULE_OLD | MIG_RULE_BIG,
	.lock = ShareLock,
	.does = MIG_DOES_SCAN,
	.summary = "A domain's new constraint is checked in every table that uses it, while writes to all of them wait.",
	.nodes = {T_AlterDomainStmt},
	.check = check_constraint,
};

static void
check_create(MigLint *lint, Node *node)
{
	CreateDomainStmt *create = castNode(CreateDomainStmt, node);
	ListCell   *lc;

	foreach(lc, create->constraints)
	{
		ConstrType	type = lfirst_node(Constraint, lc)->contype;

		if (type == CONSTR_CHECK || type == CONSTR_NOTNULL)
		{
			mig_lint_report(lint,
							psprintf("domain %s has constraints: to change them later, every table that uses it has to be read",
									 NameListToString(create->domainname)),
							"-- a constraint of each table, which can be changed for one at a time");
			return;
		}
	}
}

const MigRule mig_rule_create_domain = {
	.name = "create-domain",
	.severity = MIG_NOTICE,
	.traits = MIG_RULE_OPTIONAL | MIG_RULE_DESIGN,
	.summary = "The constraints of a domain bind every table that uses it.",
	.nodes = {T_CreateDomainStmt},
	.check = check_create,
};
