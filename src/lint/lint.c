/*
 * lint.c
 *	  The engine: takes a script apart, shows the parts to the rules, follows
 *	  what each statement changes.  Knows no rule by name.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/varlena.h"

#include "base/settings.h"
#include "base/subxact.h"
#include "base/text.h"
#include "lint/follow.h"
#include "lint/ignore.h"
#include "lint/locks.h"
#include "lint/rules.h"
#include "lint/show.h"

const char *const mig_severity_names[] = {"notice", "warning", "error"};

int
mig_lint_server(void)
{
	return atoi(GetConfigOption("server_version_num", false, false));
}

MigScene *
mig_lint_scene(void)
{
	return mig_scene_create();
}

const char *
mig_lint_rule_name(const MigFinding *finding)
{
	return finding->rule->name;
}

/* The rules that a setting names. */
static List *
listed_rules(const char *setting, const char *value)
{
	List	   *names = NIL;
	ListCell   *lc;

	if (!SplitIdentifierString(pstrdup(value), ',', &names))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid list syntax in \"%s\"", setting)));
	foreach(lc, names)
		if (mig_rules_find(lfirst(lc)) == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("there is no rule \"%s\"", (char *) lfirst(lc)),
					 errdetail("The setting %s names it.", setting),
					 errhint("SELECT * FROM migrate.lint_rules() lists the rules.")));
	return names;
}

/* The rules that take part. */
static List *
active_rules(const MigSheet *sheet)
{
	List	   *also = listed_rules("migrate.lint_also", mig_lint_also);
	List	   *ignored = listed_rules("migrate.lint_ignore", mig_lint_ignore);
	List	   *active = NIL;

	for (int i = 0; i < mig_nrules; i++)
	{
		const MigRule *rule = mig_rules[i];

		if ((rule->traits & MIG_RULE_OPTIONAL) && !mig_text_among(also, rule->name))
			continue;
		if ((rule->traits & MIG_RULE_BLOCK) && !sheet->transactional)
			continue;
		if ((rule->traits & MIG_RULE_DESIGN) && sheet->downgrade)
			continue;
		if ((rule->does & MIG_DOES_FAIL) && sheet->applied && rule->check != NULL)
			continue;
		if (!mig_text_among(ignored, rule->name))
			active = lappend(active, unconstify(MigRule *, rule));
	}
	return active;
}

bool
mig_lint_concerns(const MigLint *lint, const MigTable *table)
{
	uint32		traits = lint->rule->traits;

	if ((traits & (MIG_RULE_OLD | MIG_RULE_BIG)) && table->fresh)
		return false;
	return !(traits & MIG_RULE_BIG) || table->rows < 0 || table->rows >= mig_lint_min_rows;
}

void
mig_lint_report(MigLint *lint, const char *message, const char *safer)
{
	MemoryContext old = MemoryContextSwitchTo(lint->cxt);
	MigFinding *finding = palloc0(sizeof(MigFinding));

	if (lint->number >= 0)
	{
		finding->statement = lint->number + 1;
		finding->line = lint->cut->stmts[lint->number].line;
	}
	else
		finding->line = lint->line;
	finding->rule = lint->rule;
	finding->severity = lint->rule->severity;
	finding->message = pstrdup(message);
	finding->safer = safer ? pstrdup(safer) : NULL;
	finding->order = list_length(lint->findings);
	lint->findings = lappend(lint->findings, finding);
	MemoryContextSwitchTo(old);
}

void
mig_lint_remember(MigLint *lint, MigTable *table, const char *name)
{
	MemoryContext old = MemoryContextSwitchTo(lint->cxt);
	MigMemo    *memo = palloc(sizeof(MigMemo));

	memo->rule = lint->rule;
	memo->statement = lint->number;
	memo->schema = pstrdup(table->schema);
	memo->table = pstrdup(table->name);
	memo->name = pstrdup(name);
	lint->memos = lappend(lint->memos, memo);
	MemoryContextSwitchTo(old);
}

void
mig_lint_recall(MigLint *lint, void (*check) (MigLint *lint, MigTable *table, const char *name))
{
	ListCell   *lc;

	foreach(lc, lint->memos)
	{
		const MigMemo *memo = lfirst(lc);

		if (memo->rule != lint->rule)
			continue;
		lint->number = memo->statement;
		check(lint, mig_scene_lookup(lint->scene, memo->schema[0] != '\0' ? memo->schema : NULL, memo->table),
			  memo->name);
	}
	lint->number = -1;
}

void
mig_lint_forget(MigLint *lint, const char *table, const char *name)
{
	ListCell   *lc;

	foreach(lc, lint->memos)
	{
		const MigMemo *memo = lfirst(lc);

		if (memo->rule == lint->rule && (table == NULL || strcmp(memo->table, table) == 0) &&
			(name == NULL || strcmp(memo->name, name) == 0))
			lint->memos = foreach_delete_current(lint->memos, lc);
	}
}

/* What the statement's locks are, beyond the life of its parse tree. */
static void
keep_locks(MigLint *lint)
{
	MemoryContext old = MemoryContextSwitchTo(lint->cxt);
	ListCell   *lc;

	if (lint->sheet->transactional)
		foreach(lc, lint->taking)
		{
			MigTaking  *taking = palloc(sizeof(MigTaking));

			*taking = *(MigTaking *) lfirst(lc);
			if (mig_locks_on(lint->taken, taking->table) < taking->mode)
				lint->taken = lappend(lint->taken, taking);
		}
	MemoryContextSwitchTo(old);
}

static void
judge_statement(MigLint *lint, const List *rules)
{
	lint->text = mig_script_text(lint->cut, &lint->cut->stmts[lint->number]);
	lint->stmt = mig_script_parse(lint->text)->stmt;
	lint->words = mig_words_scan(lint->text);
	lint->relation = mig_locks_subject(lint->stmt);
	lint->table = lint->relation == NULL ? NULL :
		mig_follow_subject(lint->scene, lint->stmt, lint->relation);
	lint->taking = mig_locks_of(lint);

	mig_show_statement(lint, rules);
	keep_locks(lint);
	mig_follow(lint->scene, lint->stmt);
}

static void
judge_statements(MigLint *lint, const List *rules)
{
	MemoryContext scratch = AllocSetContextCreate(lint->cxt, "migrate lint", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(scratch);
	ListCell   *lc;

	for (lint->number = 0; lint->number < lint->cut->nstmts; lint->number++)
	{
		CHECK_FOR_INTERRUPTS();
		judge_statement(lint, rules);
		MemoryContextReset(scratch);
	}
	lint->stmt = NULL;
	lint->table = NULL;
	lint->number = -1;
	foreach(lc, rules)
	{
		lint->rule = lfirst(lc);
		if (lint->rule->finish != NULL)
			lint->rule->finish(lint);
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(scratch);
}

/* The script did not parse. */
static void
judge_broken(MigLint *lint, const List *rules, const ErrorData *error)
{
	ListCell   *lc;
	int			what = strlen(lint->sheet->what);

	if (error->context != NULL && strlen(error->context) > what)
		(void) sscanf(error->context + what, ", line %d", &lint->line);
	foreach(lc, rules)
	{
		lint->rule = lfirst(lc);
		if (lint->rule->broken != NULL)
			lint->rule->broken(lint, error);
	}
}

static void
judge_notes(MigLint *lint, const List *rules, const List *notes)
{
	ListCell   *lc;
	ListCell   *rule;

	foreach(lc, notes)
		foreach(rule, rules)
		{
			const MigNote *note = lfirst(lc);

			lint->rule = lfirst(rule);
			lint->number = note->statement;
			if (lint->rule->note != NULL)
				lint->rule->note(lint, note);
		}
}

static void
drop_ignored(MigLint *lint, const List *notes)
{
	ListCell   *lc;

	foreach(lc, lint->findings)
	{
		MigFinding *finding = lfirst(lc);

		if (mig_ignore_covers(notes, finding->statement - 1, finding->rule))
			lint->findings = foreach_delete_current(lint->findings, lc);
	}
}

static int
by_statement(const ListCell *a, const ListCell *b)
{
	const MigFinding *left = lfirst(a);
	const MigFinding *right = lfirst(b);

	return left->statement != right->statement ? left->statement - right->statement :
		left->order - right->order;
}

static void
cut(void *arg)
{
	MigLint    *lint = arg;

	lint->cut = mig_script_cut(lint->sheet->what, lint->sheet->script);
}

/* The parser has said already what it notices. */
static void
be_quiet(void)
{
	(void) set_config_option("client_min_messages", "warning", PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
}

static void
judge_cut(MigLint *lint, const List *rules)
{
	List	   *notes = mig_ignore_find(lint->cut);

	judge_statements(lint, rules);
	drop_ignored(lint, notes);
	judge_notes(lint, rules, notes);
}

List *
mig_lint_script(MigScene *scene, const MigSheet *sheet)
{
	MigLint		lint = {.scene = scene,.sheet = sheet,.number = -1,.cxt = CurrentMemoryContext};
	List	   *rules = active_rules(sheet);
	ErrorData  *error;
	int			nest;
	static const MigSheet nothing = {.script = ""};

	if (sheet->script == NULL)
		lint.cut = mig_script_cut(sheet->what, nothing.script);
	else
	{
		error = mig_subxact_try(cut, &lint, true);
		if (error != NULL)
		{
			if (error->sqlerrcode == ERRCODE_QUERY_CANCELED)
				ReThrowError(error);
			judge_broken(&lint, rules, error);
			return lint.findings;
		}
	}

	/* What the script says about search_path counts to its end. */
	nest = NewGUCNestLevel();
	be_quiet();
	mig_script_unwrap(lint.cut);
	scene->script++;
	judge_cut(&lint, rules);
	AtEOXact_GUC(false, nest);

	list_sort(lint.findings, by_statement);
	return lint.findings;
}
