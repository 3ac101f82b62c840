/*
 * select.c
 *	  Which statements of a model have to run.
 *
 * Built are the roots that a changed statement is about, what depends on them,
 * and what the statements that build these make besides.  What the statements
 * then need stands too, bare of foreign keys, triggers, and what else others
 * never need; so a chain of foreign keys ends at its first link.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "base/mention.h"
#include "model/match.h"
#include "model/reach.h"
#include "model/select.h"
#include "schema/kind.h"

typedef struct Selecting
{
	MigSelection *selection;
	MigReach   *reach;
	List	  **linesof;		/* of a root of before, by index: of MigLine * */
	int			nbuilt;			/* how many roots are to be built */
	List	   *bare;			/* roots whose needs are to be looked for */
} Selecting;

static void
mention(const MigLine *line, int flags, void (*use) (const char *word, void *arg), void *arg)
{
	if (!mig_mention_each(mig_line_text(line), flags, use, arg))
		mig_carry_doubt("a name is not to be told from its text", line->cut->what);
}

static void
reach_word(const char *word, void *arg)
{
	Selecting  *selecting = arg;
	ListCell   *cell;

	foreach(cell, mig_names_find(selecting->selection->names, word))
		mig_reach_from(selecting->reach, 0, lfirst(cell));
}

/* What statements that are gone were about, and what new ones work on. */
static void
reach_changed(Selecting *selecting, const List *gone)
{
	ListCell   *cell;
	ListCell   *root;

	foreach(cell, gone)
	{
		const MigStatement *statement = lfirst(cell);

		if (statement->about != MIG_ABOUT_ROOTS)
			mig_carry_doubt("a statement that others may depend on", "has changed");
		foreach(root, statement->roots)
			mig_reach_from(selecting->reach, 0, lfirst(root));
	}
	for (int i = 0; i < selecting->selection->nlines; i++)
	{
		MigLine    *line = &selecting->selection->lines[i];

		if (line->before != NULL)
			continue;
		if (mig_statements_is_special(line->cut->stmts[line->number].node))
			mig_carry_doubt("a statement that others may depend on", "is new");
		if (!mig_line_targets(line, reach_word, selecting))
			mig_carry_doubt("a name is not to be told from its text", line->cut->what);
	}
}

static void
prepare_lines(Selecting *selecting)
{
	MigSelection *selection = selecting->selection;
	ListCell   *root;

	selecting->linesof = palloc0(Max(1, selection->before.facts->nfacts) * sizeof(List *));
	for (int i = 0; i < selection->nlines; i++)
	{
		MigLine    *line = &selection->lines[i];

		line->copies = mig_line_copies(line);
		if (line->before == NULL)
			continue;
		foreach(root, line->before->roots)
		{
			int			index = ((MigFact *) lfirst(root))->index;

			selecting->linesof[index] = lappend(selecting->linesof[index], line);
		}
	}
}

static void build_root(Selecting *selecting, const MigFact *root);

static void
run_line(Selecting *selecting, MigLine *line)
{
	ListCell   *cell;

	if (line->runs)
		return;
	line->runs = true;
	/* What it makes besides comes along. */
	if (line->before != NULL)
		foreach(cell, line->before->roots)
			build_root(selecting, lfirst(cell));
}

/* What it descends from gives it parts that others never need. */
static void
build_ancestors(Selecting *selecting, const MigFact *root)
{
	ListCell   *cell;
	ListCell   *ancestor;

	foreach(cell, root->neededby)
	{
		const MigFact *lineage = lfirst(cell);

		if (lineage->parent == root && (lineage->kind->traits & MIG_LINEAGE))
			foreach(ancestor, lineage->needs)
				build_root(selecting, mig_names_root(lfirst(ancestor)));
	}
}

static void
build_root(Selecting *selecting, const MigFact *root)
{
	MigStand   *stand = &selecting->selection->stand[root->index];
	ListCell   *cell;

	if (*stand == MIG_STAND_BUILT)
		return;
	check_stack_depth();
	*stand = MIG_STAND_BUILT;
	selecting->nbuilt++;
	foreach(cell, selecting->linesof[root->index])
		run_line(selecting, lfirst(cell));
	build_ancestors(selecting, root);
}

static void
build_reached(Selecting *selecting)
{
	const MigReach *reach = selecting->reach;

	for (int base = 0; base < 2 && reach->bases[base] != NULL; base++)
		for (int i = 0; i < reach->bases[base]->nfacts; i++)
		{
			const MigFact *root = mig_names_root(reach->bases[base]->facts[i]);

			if (base == 1)
				root = reach->same[1][root->index];
			if (reach->reached[base][i] && root != NULL)
				build_root(selecting, root);
		}
}

/* Has something of what a line is made like changed? */
typedef struct Likeness
{
	Selecting  *selecting;
	bool		changed;
} Likeness;

static void
look_at_word(const char *word, void *arg)
{
	Likeness   *likeness = arg;
	ListCell   *cell;

	foreach(cell, mig_names_find(likeness->selecting->selection->names, word))
		likeness->changed |= likeness->selecting->reach->reached[0][((MigFact *) lfirst(cell))->index];
}

static bool
has_changed(const Selecting *selecting, const MigLine *line)
{
	ListCell   *cell;

	foreach(cell, line->before->roots)
		if (!selecting->reach->reached[0][((MigFact *) lfirst(cell))->index])
			return false;
	return true;
}

/* Copies of what changes change; false when there was none. */
static bool
reach_copies(Selecting *selecting)
{
	bool		more = false;
	ListCell   *cell;

	for (int i = 0; i < selecting->selection->nlines; i++)
	{
		const MigLine *line = &selecting->selection->lines[i];
		Likeness	likeness = {selecting, false};

		if (!line->copies || line->before == NULL || has_changed(selecting, line))
			continue;
		mention(line, 0, look_at_word, &likeness);
		if (!likeness.changed)
			continue;
		more = true;
		foreach(cell, line->before->roots)
			mig_reach_from(selecting->reach, 0, lfirst(cell));
	}
	return more;
}

/*
 * What was there for a while only is no root: nobody knows what is made of it,
 * when something changes that it is made of.
 */
static void
doubt_passing(Selecting *selecting)
{
	for (int i = 0; i < selecting->selection->nlines; i++)
	{
		const MigLine *line = &selecting->selection->lines[i];
		Likeness	likeness = {selecting, false};

		if (line->before == NULL || line->before->about != MIG_ABOUT_ALL || line->before->roots != NIL)
			continue;
		mention(line, MIG_MENTION_STRINGS, look_at_word, &likeness);
		if (likeness.changed && !mig_statements_is_special(line->cut->stmts[line->number].node))
			mig_carry_doubt("something that does not stay is made of", "what changes");
	}
}

static void
build_word(const char *word, void *arg)
{
	Selecting  *selecting = arg;
	ListCell   *cell;

	foreach(cell, mig_names_find(selecting->selection->names, word))
		build_root(selecting, lfirst(cell));
}

/* What something is made like has to be there with all that it is copied for; false when it was. */
static bool
build_originals(Selecting *selecting)
{
	int			before = selecting->nbuilt;

	for (int i = 0; i < selecting->selection->nlines; i++)
	{
		const MigLine *line = &selecting->selection->lines[i];

		if (line->runs && line->copies)
			mention(line, MIG_MENTION_STRINGS, build_word, selecting);
	}
	return selecting->nbuilt > before;
}

static void
need_root(Selecting *selecting, const MigFact *root)
{
	MigStand   *stand = &selecting->selection->stand[root->index];

	if (*stand != MIG_STAND_ABSENT)
		return;
	*stand = MIG_STAND_BARE;
	selecting->bare = lappend(selecting->bare, unconstify(MigFact *, root));
}

static void
need_word(const char *word, void *arg)
{
	Selecting  *selecting = arg;
	ListCell   *cell;

	foreach(cell, mig_names_find(selecting->selection->names, word))
		need_root(selecting, lfirst(cell));
}

/* The roots that a fact of one of the bases needs. */
static void
need_of(Selecting *selecting, int base, const MigFact *fact)
{
	ListCell   *cell;

	foreach(cell, fact->needs)
	{
		const MigFact *root = mig_names_root(lfirst(cell));

		if (base == 1)
			root = selecting->reach->same[1][root->index];
		if (root != NULL)
			need_root(selecting, root);
	}
}

/* What is to be built has to find in the shadow all that it needs; live's part, too. */
static void
need_for_built(Selecting *selecting)
{
	const MigReach *reach = selecting->reach;

	for (int base = 0; base < 2 && reach->bases[base] != NULL; base++)
		for (int i = 0; i < reach->bases[base]->nfacts; i++)
		{
			const MigFact *fact = reach->bases[base]->facts[i];
			const MigFact *root = mig_names_root(fact);

			if (base == 1)
				root = reach->same[1][root->index];
			if (root == NULL || selecting->selection->stand[root->index] == MIG_STAND_BUILT)
				need_of(selecting, base, fact);
		}
	for (int i = 0; i < selecting->selection->nlines; i++)
		if (selecting->selection->lines[i].runs)
			mention(&selecting->selection->lines[i], MIG_MENTION_STRINGS | MIG_MENTION_REFERENCES,
					need_word, selecting);
}

static void
need_bare(Selecting *selecting, const MigFact *root)
{
	ListCell   *cell;
	ListCell   *other;

	foreach(cell, root->neededby)
		if (((MigFact *) lfirst(cell))->parent == root && !(((MigFact *) lfirst(cell))->kind->traits & MIG_REBUILDABLE))
			need_of(selecting, 0, lfirst(cell));
	need_of(selecting, 0, root);
	foreach(cell, selecting->linesof[root->index])
	{
		MigLine    *line = lfirst(cell);

		if (line->runs || mig_line_is_needless(line))
			continue;
		line->runs = true;
		line->cut->stmts[line->number].bare = true;
		mention(line, MIG_MENTION_STRINGS, need_word, selecting);
		foreach(other, line->before->roots)
			need_root(selecting, lfirst(other));
	}
}

/* What is to run in any case, and what all else may depend on. */
static void
run_common(Selecting *selecting)
{
	MigSelection *selection = selecting->selection;

	for (int i = 0; i < selection->nlines; i++)
		if (selection->lines[i].before == NULL || selection->lines[i].before->about == MIG_ABOUT_ALL)
			run_line(selecting, &selection->lines[i]);
	for (int i = 0; i < selection->before.facts->nfacts; i++)
	{
		const MigFact *root = mig_names_root(selection->before.facts->facts[i]);

		if (!mig_names_is_written(root))
			build_root(selecting, root);
	}
}

void
mig_select_lines(MigSelection *selection, const MigFactBase *live)
{
	Selecting	selecting = {.selection = selection};
	const MigStatements *before = selection->before.statements;
	List	   *gone = mig_match_lines(selection, before);

	if (selection->before.facts->unmodelled != NIL || (live != NULL && live->unmodelled != NIL))
		mig_carry_doubt("something", "is not compared");
	for (int i = 0; i < before->n; i++)
		if (before->all[i].about == MIG_ABOUT_UNKNOWN)
			mig_carry_doubt("what a statement does", "is not known beforehand");

	selection->stand = palloc0(Max(1, selection->before.facts->nfacts) * sizeof(MigStand));
	selection->names = mig_names_read(selection->before.facts);
	selecting.reach = mig_reach_new(selection->before.facts, live);
	prepare_lines(&selecting);
	if (live != NULL)
		mig_reach_differences(selecting.reach);
	reach_changed(&selecting, gone);
	while (reach_copies(&selecting))
		;
	doubt_passing(&selecting);
	build_reached(&selecting);
	run_common(&selecting);
	while (build_originals(&selecting))
		;
	need_for_built(&selecting);
	while (selecting.bare != NIL)
	{
		const MigFact *root = linitial(selecting.bare);

		selecting.bare = list_delete_first(selecting.bare);
		need_bare(&selecting, root);
	}
}
