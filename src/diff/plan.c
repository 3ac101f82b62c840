/*
 * plan.c
 *	  The ordered statements that lead from one schema to another.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "diff/fold.h"
#include "diff/lineage.h"
#include "diff/order.h"
#include "diff/plan.h"
#include "schema/kind.h"

static const char *const op_names[] = {
	[MIG_OP_SAVE] = "save",
	[MIG_OP_DROP] = "drop",
	[MIG_OP_RENAME] = "rename",
	[MIG_OP_ALTER] = "alter",
	[MIG_OP_CREATE] = "create",
	[MIG_OP_RESTORE] = "restore",
};

/* The name that a swapped fact has until nothing uses it any more. */
static char *
swapped_name(const MigFact *fact)
{
	char	   *name = mig_text_last_name(fact->identity);

	return psprintf("%.*s__old", NAMEDATALEN - 6, name);
}

static void
write_drop(MigWriter *out, const MigAction *action)
{
	MigFact		fact = *action->change->old;

	if (action->comes)
		return;
	if (action->change->swapped)
		fact.identity = mig_text_replace_last_name(fact.identity, swapped_name(&fact));
	else
		out->destructive = (fact.kind->traits & MIG_HOLDS_DATA) && !action->change->safe;

	if (fact.kind->drop != NULL)
		fact.kind->drop(out, &fact);
	else
		mig_text_statement(out, "DROP %s %s", fact.kind->keyword, fact.identity);
}

static void
write_rename(MigWriter *out, const MigFact *fact, const char *newname)
{
	if (fact->kind->rename != NULL)
		fact->kind->rename(out, fact, quote_identifier(newname));
	else
		mig_text_statement(out, "ALTER %s %s RENAME TO %s", fact->kind->keyword, fact->identity,
						   quote_identifier(newname));
}

static void
write_alter(MigWriter *out, const MigChange *change)
{
	int			i = -1;

	while ((i = bms_next_member(change->attrs, i)) >= 0)
		change->old->kind->attrs[i].alter(out, change->old, change->new);
}

/* The actions that are part of each action, by its number. */
typedef struct Parts
{
	List	  **of;
} Parts;

static int
compare_parts(const ListCell *a, const ListCell *b)
{
	return mig_fact_compare_siblings(mig_action_fact((MigAction *) lfirst(a)),
									 mig_action_fact((MigAction *) lfirst(b)));
}

static Parts
find_parts(List *actions)
{
	Parts		parts = {palloc0(sizeof(List *) * Max(1, list_length(actions)))};
	ListCell   *cell;

	foreach(cell, actions)
	{
		MigAction  *action = lfirst(cell);

		if (action->into != NULL && action->op == MIG_OP_CREATE)
			parts.of[action->into->number] = lappend(parts.of[action->into->number], action);
	}
	for (int i = 0; i < list_length(actions); i++)
		list_sort(parts.of[i], compare_parts);
	return parts;
}

/* The clauses of what is folded into an action; folding is three deep at most. */
static List *
clauses_of(const Parts *parts, const MigAction *action)
{
	List	   *clauses = NIL;
	ListCell   *cell;

	foreach(cell, parts->of[action->number])
	{
		MigAction  *part = lfirst(cell);
		const MigFact *fact = part->change->new;
		char	   *clause;

		/* A part that comes along is said by nothing. */
		if (fact->whole != NULL)
			continue;
		clause = fact->kind->clause(fact, clauses_of(parts, part));
		if (clause != NULL)
			clauses = lappend(clauses, clause);
	}
	return clauses;
}

static void
write_rest(MigWriter *out, const Parts *parts, const MigAction *action)
{
	const MigFact *fact = action->change->new;
	ListCell   *cell;

	if (action->into != NULL && fact->whole != NULL)
		fact->kind->along(out, fact);
	else if (fact->kind->rest != NULL)
		fact->kind->rest(out, fact);
	foreach(cell, parts->of[action->number])
		write_rest(out, parts, lfirst(cell));
}

static void
write_definition(MigWriter *out, const Parts *parts, const MigAction *action)
{
	const MigFact *fact = action->change->new;

	if (fact->kind->create != NULL)
		fact->kind->create(out, fact, clauses_of(parts, action));
	else
		mig_text_statement(out, "CREATE %s %s", fact->kind->keyword, fact->identity);
}

static void
write_create(MigWriter *out, const Parts *parts, const MigAction *action)
{
	const MigFact *fact = action->change->new;

	if (!action->comes && !mig_lineage_gives(action))
		write_definition(out, parts, action);
	if (fact->whole != NULL && !action->joined)
		fact->kind->join(out, fact);
	write_rest(out, parts, action);
}

static List *
write_action(const Parts *parts, const MigAction *action)
{
	const MigChange *change = action->change;
	MigWriter	out = {NIL, false};
	List	   *steps = NIL;
	ListCell   *cell;

	switch (action->op)
	{
		case MIG_OP_SAVE:
			change->old->kind->save(&out, change->old, change->aside);
			break;
		case MIG_OP_DROP:
			write_drop(&out, action);
			break;
		case MIG_OP_RENAME:
			write_rename(&out, change->old, swapped_name(change->old));
			break;
		case MIG_OP_ALTER:
			write_alter(&out, change);
			break;
		case MIG_OP_CREATE:
			write_create(&out, parts, action);
			break;
		case MIG_OP_RESTORE:
			change->new->kind->restore(&out, change->old, change->new, change->aside);
			break;
	}

	foreach(cell, out.statements)
	{
		MigPlanStep *step = palloc(sizeof(MigPlanStep));

		step->action = op_names[action->op];
		step->kind = mig_action_fact(action)->kind->keyword;
		step->object = mig_action_fact(action)->identity;
		step->statement = lfirst(cell);
		step->destructive = out.destructive;
		steps = lappend(steps, step);
	}
	return steps;
}

/*
 * The server has no edges into the bodies of functions, so neither have we: a
 * body may name what a later step creates, and is read when it runs.
 */
static List *
without_body_checks(List *actions, List *steps)
{
	static const MigPlanStep unchecked = {"set", "SETTING", "check_function_bodies",
	"SET check_function_bodies = off", false};
	ListCell   *cell;

	foreach(cell, actions)
	{
		const MigAction *action = lfirst(cell);

		if (action->op != MIG_OP_DROP && list_length(steps) > 1 &&
			(mig_action_fact(action)->kind->traits & MIG_BODY))
			return lcons(unconstify(MigPlanStep *, &unchecked), steps);
	}
	return steps;
}

MigPlanStep *
mig_plan_rename(const MigFact *fact, const char *newname)
{
	MigWriter	out = {NIL, false};
	MigPlanStep *step = palloc0(sizeof(MigPlanStep));

	write_rename(&out, fact, newname);
	step->action = op_names[MIG_OP_RENAME];
	step->kind = fact->kind->keyword;
	step->object = pstrdup(fact->identity);
	step->statement = linitial(out.statements);
	return step;
}

/* What reads it directly or by way of others has no rows either, where it is created. */
static void
mark_unfilled(MigFact *fact)
{
	ListCell   *cell;

	fact->unfilled = true;
	foreach(cell, fact->neededby)
	{
		MigFact    *reader = lfirst(cell);

		if (!reader->unfilled)
			mark_unfilled(reader);
	}
}

/* What has no rows where it is kept or taken from has none in its new self. */
static bool
stays_unfilled(const MigChange *change)
{
	const MigKind *kind = change->new->kind;

	return kind->unfilled != NULL && (kind->unfilled(change->new) || (change->old && kind->unfilled(change->old)));
}

/* A new table does not say what another action gives it; some things are said otherwise where it is not new. */
static void
mark_created(List *actions)
{
	ListCell   *cell;

	foreach(cell, actions)
	{
		const MigAction *action = lfirst(cell);

		if (action->op == MIG_OP_CREATE)
			action->change->new->fresh = true;
		if (action->op == MIG_OP_CREATE && action->into == NULL &&
			(action->change->new->kind->traits & MIG_LINEAGE))
			action->change->new->parent->attached = true;
		if (action->op == MIG_OP_CREATE && stays_unfilled(action->change))
			mark_unfilled(action->change->new);
	}
}

List *
mig_plan_make(const MigFactBase *source, const MigFactBase *target)
{
	return mig_plan_make_before(source, target, NIL);
}

/* Nobody is told that nothing differs when there are only no words for it. */
static void
refuse_silence(const List *actions)
{
	const MigFact *fact = mig_action_fact((const MigAction *) linitial(actions));

	elog(ERROR, "no statement is known for what differs in %s %s", fact->kind->keyword, fact->identity);
}

List *
mig_plan_make_before(const MigFactBase *source, const MigFactBase *target, List *after)
{
	List	   *actions = mig_action_list(mig_change_find(source, target));
	List	   *steps = NIL;
	Parts		parts;
	ListCell   *cell;

	mig_fold_settle(actions);
	mark_created(actions);
	parts = find_parts(actions);
	foreach(cell, mig_order_actions(actions))
		steps = list_concat(steps, write_action(&parts, lfirst(cell)));
	if (actions != NIL && steps == NIL)
		refuse_silence(actions);
	return without_body_checks(actions, list_concat(steps, after));
}

char *
mig_plan_losses(const List *steps)
{
	StringInfoData losses;
	ListCell   *cell;

	initStringInfo(&losses);
	foreach(cell, steps)
	{
		const MigPlanStep *step = lfirst(cell);

		if (step->destructive)
			appendStringInfo(&losses, "%s%s %s", losses.len ? ", " : "", step->kind, step->object);
	}
	return losses.len ? losses.data : NULL;
}

char *
mig_plan_script(const List *steps)
{
	StringInfoData script;
	ListCell   *cell;

	initStringInfo(&script);
	foreach(cell, steps)
	{
		const MigPlanStep *step = lfirst(cell);

		appendStringInfo(&script, "%s%s%s;\n", script.len ? "\n" : "",
						 step->destructive ? "-- loses data\n" : "", step->statement);
	}
	return script.data;
}
