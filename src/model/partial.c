/*
 * partial.c
 *	  The model built in part.
 */
#include "postgres.h"

#include "utils/hsearch.h"

#include "base/mention.h"
#include "model/clash.h"
#include "model/parts.h"
#include "model/partial.h"
#include "model/select.h"

struct MigPartial
{
	MigSelection selection;
	List	   *cuts;			/* of MigCut *: the parts, in full */
	MigTrail   *trail;
	MigCarry	carry;
};

/* The model cut into statements, part by part. */
static void
cut_model(MigPartial *partial)
{
	MigSelection *selection = &partial->selection;
	MigStatements *digests = mig_statements_new();
	ListCell   *cell;

	foreach(cell, mig_parts_read())
	{
		const MigPart *part = lfirst(cell);
		MigCut	   *cut = mig_load_cut(part->ddl, mig_parts_what(part), MIG_LOAD_MODEL);

		partial->cuts = lappend(partial->cuts, cut);
		for (int i = 0; i < cut->nstmts; i++)
			(void) mig_statements_add(digests, cut, i);
	}

	selection->lines = palloc_extended(Max(1, digests->n) * sizeof(MigLine), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	foreach(cell, partial->cuts)
		for (int i = 0; i < ((MigCut *) lfirst(cell))->nstmts; i++)
		{
			MigLine    *line = &selection->lines[selection->nlines];

			line->cut = lfirst(cell);
			line->number = i;
			line->digest = &digests->all[selection->nlines++];
		}
}

MigPartial *
mig_partial_plan(const char *key, const MigFactBase *live)
{
	MigPartial *partial = palloc0(sizeof(MigPartial));

	if (!mig_cache_find_alike(key, &partial->selection.before))
		return NULL;
	cut_model(partial);
	mig_select_lines(&partial->selection, live);
	partial->trail = mig_trail_new();
	partial->carry.before = partial->selection.before.facts;
	partial->carry.stand = partial->selection.stand;
	partial->carry.names = partial->selection.names;
	partial->carry.place = palloc0(Max(1, partial->carry.before->nfacts) * sizeof(MigFact *));
	return partial;
}

const char *
mig_partial_key(const MigPartial *partial)
{
	return partial->selection.before.key;
}

/* The statements of a part that are to run; first is the number of its first line. */
static MigCut *
select_statements(const MigPartial *partial, const MigCut *cut, int first)
{
	MigCut	   *selected = palloc(sizeof(MigCut));

	*selected = *cut;
	selected->nstmts = 0;
	selected->stmts = palloc_extended(Max(1, cut->nstmts) * sizeof(MigStmt), MCXT_ALLOC_HUGE);
	for (int i = 0; i < cut->nstmts; i++)
		if (partial->selection.lines[first + i].runs)
			selected->stmts[selected->nstmts++] = cut->stmts[i];
	return selected;
}

void
mig_partial_build(MigPartial *partial, MigShadow *shadow)
{
	int			first = 0;
	ListCell   *cell;

	foreach(cell, partial->cuts)
	{
		const MigCut *cut = lfirst(cell);

		mig_shadow_load_cut(shadow, select_statements(partial, cut, first), MIG_LOAD_MODEL,
							mig_trail_follow, partial->trail);
		first += cut->nstmts;
	}
	mig_shadow_carry(shadow, &partial->carry);
}

/* A new statement may do nothing to what is carried over, and nothing that others depend on. */
static void
check_new(const MigPartial *partial, const MigTrace *trace, const MigStatement *statement)
{
	if (statement->about != MIG_ABOUT_ROOTS)
		mig_carry_doubt("a new statement is one that others may depend on",
						mig_script_text(trace->cut, &trace->cut->stmts[trace->number]));
	for (int i = 0; i < trace->touched->n; i++)
	{
		const ObjectAddress *object = &trace->touched->addresses[i];
		const MigFact *fact = mig_statements_fact_at(partial->carry.read, object);

		if (fact != NULL && (partial->carry.ofread[fact->index] == NULL ||
							 partial->carry.ofread[fact->index]->address.objid == InvalidOid))
			mig_carry_doubt("a new statement changes what is carried over", fact->identity);
	}
}

/* One that did not run, or only for others' sake, is about what it was about. */
static void
keep_statement(const MigPartial *partial, const MigStatement *before, MigStatement *statement)
{
	ListCell   *cell;

	statement->about = before->about;
	foreach(cell, before->roots)
		statement->roots = lappend(statement->roots, partial->carry.place[((MigFact *) lfirst(cell))->index]);
}

static void
doubt_word(const char *word, void *arg)
{
	if (hash_search((HTAB *) arg, word, HASH_FIND, NULL) != NULL)
		mig_carry_doubt("a statement may mean something that is new", word);
}

/*
 * A statement that did not run may mean something else, now that there is
 * something new of a name that it mentions.
 */
static void
check_new_names(const MigPartial *partial, const MigFactBase *model)
{
	HASHCTL		ctl = {.keysize = NAMEDATALEN,.entrysize = NAMEDATALEN,.hcxt = CurrentMemoryContext};
	HTAB	   *added = hash_create("migrate new names", 16, &ctl, HASH_ELEM | HASH_STRINGS | HASH_CONTEXT);
	bool	   *known = palloc0(Max(1, model->nfacts) * sizeof(bool));

	for (int i = 0; i < partial->carry.before->nfacts; i++)
		if (partial->carry.place[i] != NULL)
			known[partial->carry.place[i]->index] = true;
	for (int i = 0; i < model->nfacts; i++)
		if (!known[i] && mig_names_root(model->facts[i]) == model->facts[i])
			(void) hash_search(added, mig_names_of(model->facts[i]), HASH_ENTER, NULL);
	for (int i = 0; i < partial->selection.nlines && hash_get_num_entries(added) > 0; i++)
	{
		const MigLine *line = &partial->selection.lines[i];
		const MigStmt *stmt = &line->cut->stmts[line->number];

		/* What is said of something, and a body, may say anything. */
		if ((!line->runs || stmt->bare) && stmt->node != T_CommentStmt)
			(void) mig_mention_each(mig_script_text(line->cut, stmt), stmt->node == T_CreateFunctionStmt ?
									MIG_MENTION_REFERENCES : MIG_MENTION_REFERENCES | MIG_MENTION_STRINGS,
									doubt_word, added);
	}
}

MigStatements *
mig_partial_settle(MigPartial *partial, const MigFactBase *model)
{
	MigStatements *statements = mig_statements_new();
	MigNames   *names = mig_names_read(model);
	ListCell   *trace = list_head(partial->trail->traces);

	mig_clash_check(&partial->carry, model);
	for (int i = 0; i < partial->selection.nlines; i++)
	{
		const MigLine *line = &partial->selection.lines[i];
		MigStatement *statement = mig_statements_add(statements, line->cut, line->number);

		if (!line->runs || line->cut->stmts[line->number].bare)
			keep_statement(partial, line->before, statement);
		else
			mig_statements_settle(statement, lfirst(trace), model, names);
		if (line->before == NULL)
			check_new(partial, lfirst(trace), statement);
		if (line->runs)
			trace = lnext(partial->trail->traces, trace);
	}
	check_new_names(partial, model);
	ereport(DEBUG1,
			(errmsg("built the model with %d of its %d statements",
					list_length(partial->trail->traces), partial->selection.nlines)));
	return statements;
}
