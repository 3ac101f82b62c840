/*
 * chain.c
 *	  A revision's scripts as a chain of scripts.
 *
 * Statements that stay as they are and stand together remain one transaction;
 * those of online forms commit one by one.  What SET changes holds for the
 * revision it is in, so every link begins with the SETs before it.
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "base/errors.h"
#include "base/script.h"
#include "base/subxact.h"
#include "base/text.h"
#include "base/token.h"
#include "diff/plan.h"
#include "model/prove.h"
#include "model/replay.h"
#include "model/shadow.h"
#include "online/chain.h"
#include "online/rewrite.h"
#include "schema/scope.h"
#include "schema/snapshot.h"

typedef struct Chain
{
	const MigStored *revision;
	MigShadow  *shadow;
	MemoryContext cxt;
	const MigObserver *observer;	/* began before the first statement */
	bool		transactional;	/* plain statements run in a transaction */
	MigFactBase *live;			/* NULL: what the revision will find is replayed */
	List	   *settings;		/* char *: the SETs so far */
	List	   *links;
	bool		rewritten;
	MigFactBase *before;		/* the schema before the revision */
} Chain;

static MigLink *
last_link(const Chain *chain)
{
	return chain->links ? llast(chain->links) : NULL;
}

/* Adds statements to the end of the chain, to a new link if need be. */
static void
append(Chain *chain, bool transactional, List *statements)
{
	MigLink    *link = last_link(chain);

	if (link == NULL || link->transactional != transactional)
	{
		link = palloc0(sizeof(MigLink));
		link->transactional = transactional;
		chain->links = lappend(chain->links, link);
	}
	link->statements = list_concat(link->statements, list_copy_tail(chain->settings, link->nsettings));
	link->nsettings = list_length(chain->settings);
	link->statements = list_concat(link->statements, statements);
}

/* What stands in the shadow is what the end of the chain leads to, if a link of the other sort follows. */
static void
end_link(const Chain *chain, bool transactional)
{
	MigLink    *link = last_link(chain);

	if (link != NULL && link->transactional != transactional)
		link->state = mig_shadow_read(chain->shadow);
}

/* A SET that holds for a script: LOCAL would end with the statement outside of a transaction. */
static void
add_setting(Chain *chain, const char *text)
{
	MigTokens  *tokens = mig_token_cut(text);

	chain->settings = lappend(chain->settings, mig_token_is(tokens, 1, "LOCAL") ?
							  psprintf("SET %s", mig_token_text(tokens, 2, tokens->n)) : pstrdup(text));
}

static bool
is_setting(const MigCut *cut, const MigStmt *stmt)
{
	return stmt->node == T_VariableSetStmt &&
		((VariableSetStmt *) mig_script_parse(mig_script_text(cut, stmt))->stmt)->kind != VAR_SET_MULTI;
}

/* The text of a statement, without a comment at its end, which would take in what follows. */
static char *
text_of(const MigCut *cut, const MigStmt *stmt)
{
	MigTokens  *tokens = mig_token_cut(mig_script_text(cut, stmt));

	return mig_token_text(tokens, 0, tokens->n);
}

/* The comments before a statement, to stand before what it becomes. */
static char *
with_comments(const MigCut *cut, const MigStmt *stmt, const char *text)
{
	char	   *comments = mig_text_trim(pnstrdup(cut->sql + stmt->lead, stmt->offset - stmt->lead));

	return *comments ? psprintf("%s\n%s", comments, text) : pstrdup(text);
}

typedef struct Attempt
{
	MigForm		form;
	const char *text;
	bool		rewritten;
} Attempt;

static void
attempt(void *arg)
{
	Attempt    *try = arg;

	try->rewritten = mig_online_rewrite(&try->form, try->text);
}

/* The statements of the online form, kept in the shadow or undone; NIL when there is none. */
static List *
try_rewrite(const Chain *chain, const MigCut *cut, const MigStmt *stmt, bool keep)
{
	Attempt		try = {{chain->shadow, chain->observer, chain->cxt, NIL}, text_of(cut, stmt)};
	ErrorData  *error = mig_subxact_try(attempt, &try, keep);

	if (error == NULL)
		return try.rewritten ? try.form.statements : NIL;
	if (ERRCODE_TO_CATEGORY(error->sqlerrcode) == ERRCODE_TO_CATEGORY(ERRCODE_OPERATOR_INTERVENTION))
		ReThrowError(error);
	ereport(WARNING,
			(errmsg("statement %d has no online form and stays as it is", (int) (stmt - cut->stmts) + 1),
			 errdetail("%s, line %d: %s.", cut->what, stmt->line, error->message)));
	return NIL;
}

/* The same, kept; where it begins a link, the one before ends in time. */
static List *
rewrite(const Chain *chain, const MigCut *cut, const MigStmt *stmt)
{
	if (last_link(chain) != NULL && last_link(chain)->transactional)
	{
		if (try_rewrite(chain, cut, stmt, false) == NIL)
			return NIL;
		end_link(chain, false);
	}
	return try_rewrite(chain, cut, stmt, true);
}

/* Runs a statement in the shadow, in its online form if it has one, and adds it to the chain. */
static void
add_statement(void (*run) (void *state), void *state, const MigCut *cut, int number, void *arg)
{
	Chain	   *chain = arg;
	const MigStmt *stmt = &cut->stmts[number];
	MemoryContext scratch = MemoryContextSwitchTo(chain->cxt);
	List	   *statements = NIL;

	if (is_setting(cut, stmt))
		add_setting(chain, text_of(cut, stmt));
	else
		statements = rewrite(chain, cut, stmt);

	if (statements != NIL)
	{
		linitial(statements) = with_comments(cut, stmt, linitial(statements));
		append(chain, false, statements);
		chain->rewritten = true;
	}
	else if (!is_setting(cut, stmt))
	{
		end_link(chain, chain->transactional);
		append(chain, chain->transactional, list_make1(with_comments(cut, stmt, text_of(cut, stmt))));
	}
	MemoryContextSwitchTo(scratch);
	if (statements == NIL)
		run(state);
}

/* Statements as a script. */
static char *
join_statements(const List *statements)
{
	StringInfoData script;
	ListCell   *lc;

	initStringInfo(&script);
	foreach(lc, statements)
		appendStringInfo(&script, "%s%s;\n", script.len ? "\n" : "", (char *) lfirst(lc));
	return script.data;
}

static void
require(const Chain *chain, const char *what, MigFactBase *state, MigFactBase *wanted)
{
	List	   *residue = mig_plan_make(state, wanted);

	if (residue == NIL)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_MIG_NOT_PROVED),
			 errmsg("the online form of revision %s does not lead to the schema it should", chain->revision->info.id),
			 errdetail("After its %s, this was left to do:\n%s", what, mig_plan_script(residue)),
			 errhint("Split the revision by hand, and report this as a bug.")));
}

/* A script of the revision itself, and the schema that it leads to. */
typedef struct Plain
{
	const Chain *chain;
	const char *direction;
	const char *script;
	MigFactBase *state;
} Plain;

static void
run_plain(void *arg)
{
	Plain	   *plain = arg;

	mig_shadow_load(plain->chain->shadow, plain->script,
					psprintf("revision %s, %s script", plain->chain->revision->info.id, plain->direction),
					MIG_LOAD_SCRIPT);
	plain->state = mig_shadow_read(plain->chain->shadow);
}

/*
 * Can the downgrade be replaced by what the differences say, link by link?  It
 * does nothing to data then, and leads back to where the revision began.
 */
static bool
is_schema_only(const Chain *chain)
{
	Plain		plain = {chain, "downgrade", chain->revision->downgrade};
	MigCut	   *cut = mig_script_cut("downgrade", plain.script);

	if (chain->revision->derived)
		return true;
	for (int i = 0; i < cut->nstmts; i++)
		if (cut->stmts[i].flags & MIG_STMT_DATA)
			return false;
	return mig_subxact_try(run_plain, &plain, false) == NULL &&
		mig_plan_make(plain.state, chain->before) == NIL;
}

/* Takes a link back in the shadow: to where the one before it ended. */
static void
derive_downgrade(const Chain *chain, MigLink *link, MigFactBase *wanted)
{
	char	   *script = mig_plan_script(mig_plan_make(link->state, wanted));
	Chain		back = {
		.revision = chain->revision,
		.shadow = chain->shadow,
		.cxt = chain->cxt,
	};

	if (link->transactional)
	{
		mig_prove_script(chain->shadow, "downgrade", script, wanted);
		link->downgrade = script;
		return;
	}
	back.observer = mig_observe_begin();
	mig_shadow_each(chain->shadow, script, "generated downgrade", add_statement, &back);
	require(chain, "downgrade", mig_shadow_read(chain->shadow), wanted);
	link->downgrade = back.links ? join_statements(((MigLink *) linitial(back.links))->statements) : "";
}

static void
derive_downgrades(const Chain *chain)
{
	for (int i = list_length(chain->links) - 1; i >= 0; i--)
		derive_downgrade(chain, list_nth(chain->links, i),
						 i > 0 ? ((MigLink *) list_nth(chain->links, i - 1))->state : chain->before);
}

static void
write_downgrades(const Chain *chain)
{
	const char *downgrade = chain->revision->downgrade;
	ListCell   *lc;

	if (downgrade == NULL)
		return;
	if (mig_script_cut("downgrade", downgrade)->nstmts > 0 && is_schema_only(chain))
	{
		derive_downgrades(chain);
		return;
	}
	foreach(lc, chain->links)
		((MigLink *) lfirst(lc))->downgrade = lnext(chain->links, lc) ? "" : downgrade;
	if (list_length(chain->links) > 1 && downgrade[0] != '\0')
		ereport(NOTICE,
				(errmsg("the downgrade of revision \"%s\" stays whole, in its last part", chain->revision->info.id),
				 errdetail("It does more than to take back what the upgrade does to the schema, or less."),
				 errhint("Going back, stop only before or after the whole of the revision; or split it with migrate.edit.")));
}

/* The live schema anew, without its data. */
static void
build_live(void *arg)
{
	const Chain *chain = arg;
	MigFactBase *empty = mig_shadow_read(chain->shadow);

	mig_shadow_load(chain->shadow, mig_plan_script(mig_plan_make(empty, chain->live)), "the live schema",
					MIG_LOAD_SCRIPT);
	require(chain, "building", mig_shadow_read(chain->shadow), chain->live);
}

/* What the revision will find; replaying needs all of it to come from revisions. */
static void
build_before(Chain *chain)
{
	const MigRevisionInfo *info = &chain->revision->info;

	if (chain->live == NULL || mig_subxact_try(build_live, chain, true) != NULL)
		mig_replay_to(list_concat(list_copy(info->down_revision), info->depends_on), chain->shadow);
	chain->before = mig_shadow_read(chain->shadow);
}

static void
make_chain(MigShadow *shadow, void *arg)
{
	Chain	   *chain = arg;
	const MigStored *revision = chain->revision;
	Plain		plain = {chain, "upgrade", revision->upgrade};
	ListCell   *lc;

	chain->shadow = shadow;
	build_before(chain);
	mig_subxact_run(run_plain, &plain, false);

	chain->observer = mig_observe_begin();
	mig_shadow_each(shadow, revision->upgrade, psprintf("revision %s, upgrade script", revision->info.id),
					add_statement, chain);
	if (!chain->rewritten)
		return;
	foreach(lc, chain->links)
		((MigLink *) lfirst(lc))->upgrade = join_statements(((MigLink *) lfirst(lc))->statements);
	((MigLink *) llast(chain->links))->state = mig_shadow_read(chain->shadow);
	require(chain, "upgrade", ((MigLink *) llast(chain->links))->state, plain.state);
	write_downgrades(chain);
}

List *
mig_online_chain(const MigStored *revision, bool next)
{
	Chain		chain = {
		.revision = revision,
		.cxt = CurrentMemoryContext,
		.transactional = revision->info.transactional,
	};

	List	   *schemas = mig_scope_schemas();

	if (next)
		chain.live = mig_snapshot_read(schemas);
	mig_shadow_run_here(schemas, make_chain, &chain);
	return chain.rewritten ? chain.links : NIL;
}
