/*
 * sqitch.c
 *	  sqitch: a plan of changes, and for each deploy/NAME.sql, revert/NAME.sql and
 *	  verify/NAME.sql.  The order is that of the plan; what a change requires is
 *	  before it there, so that nothing more is needed.
 *
 * A change whose name is there again was reworked: its older scripts are those
 * of NAME@TAG.sql, where the tag is one between the two.  Its revision is NAME~TAG.
 */
#include "postgres.h"

#include "files/format.h"
#include "files/marker.h"
#include "files/parts.h"

/* A change of the plan. */
typedef struct Change
{
	const char *name;
	const char *note;
	List	   *tags;			/* char *: after it, and before its name comes again */
	int			line;
	bool		reworked;		/* the name comes again */
	int			nth;			/* how often it came so far, from 1 */
} Change;

typedef struct Plan
{
	const MigFile *file;
	const char *project;
	List	   *changes;
	MigProblems *problems;
} Plan;

static bool
takes(const char *name)
{
	const char *suffix = strrchr(name, '.');

	return suffix != NULL && (strcmp(suffix, ".sql") == 0 || strcmp(suffix, ".plan") == 0);
}

static void
read_tag(Plan *plan, char *tag)
{
	ListCell   *lc;

	foreach(lc, plan->changes)
	{
		Change	   *change = lfirst(lc);

		if (!change->reworked)
			change->tags = lappend(change->tags, tag);
	}
}

/* Those in brackets have to be before it; other projects' are theirs. */
static void
check_requirements(const Plan *plan, int line, const char *name, char *list)
{
	for (char *one = strtok(list, " \t"); one != NULL; one = strtok(NULL, " \t"))
	{
		char	   *bare = pnstrdup(one, strcspn(one, "@"));
		bool		found = *one == '!' || *one == '@' || strchr(one, ':') != NULL;
		ListCell   *lc;

		foreach(lc, plan->changes)
			found |= strcmp(((Change *) lfirst(lc))->name, bare) == 0;
		if (!found)
			mig_files_complain_history(plan->problems, plan->file->name, line,
									   "change \"%s\" requires \"%s\", which is not before it", name, one);
	}
}

static void
read_change(Plan *plan, const MigLine *line, char *text)
{
	Change	   *change = palloc0(sizeof(Change));
	char	   *note = strstr(text, " # ");
	char	   *open;
	char	   *close;
	ListCell   *lc;

	text += *text == '+';
	change->name = pnstrdup(text, strcspn(text, " \t"));
	change->note = note ? note + strlen(" # ") : change->name;
	change->line = line->number;
	change->nth = 1;
	if (note != NULL)
		*note = '\0';
	open = strchr(text, '[');
	close = open ? strchr(open, ']') : NULL;
	if (*text == '-' || (open != NULL && close == NULL))
		mig_files_complain(plan->problems, plan->file->name, line->number, "it is not a change, a tag or a pragma");
	else if (open != NULL)
		check_requirements(plan, line->number, change->name, pnstrdup(open + 1, close - open - 1));
	foreach(lc, plan->changes)
	{
		Change	   *other = lfirst(lc);

		if (strcmp(other->name, change->name) != 0)
			continue;
		if (other->tags == NIL)
			mig_files_complain(plan->problems, plan->file->name, line->number,
							   "change \"%s\" is there again, without a tag after line %d", change->name, other->line);
		other->reworked = true;
		change->nth++;
	}
	plan->changes = lappend(plan->changes, change);
}

static void
read_plan(Plan *plan)
{
	static const char project[] = "%project=";
	MigLines	lines = {plan->file->text, 0};
	MigLine		line;

	while (mig_files_next_line(&lines, &line))
	{
		char	   *text = mig_files_trimmed(line.text, line.text + line.length);

		if (strncmp(text, project, strlen(project)) == 0)
			plan->project = text + strlen(project);
		else if (*text == '@')
			read_tag(plan, pnstrdup(text + 1, strcspn(text + 1, " \t")));
		else if (*text != '\0' && *text != '#' && *text != '%')
			read_change(plan, &line, text);
	}
	if (plan->project == NULL)
		mig_files_complain(plan->problems, plan->file->name, 0, "there is no line \"%%project=\"");
}

/* The file "FOLDER/NAME.sql", wherever FOLDER is. */
static const MigFile *
find_script(List *files, const char *folder, const char *name)
{
	char	   *path = psprintf("%s/%s.sql", folder, name);
	ListCell   *lc;

	foreach(lc, files)
	{
		const MigFile *file = lfirst(lc);
		int			above = strlen(file->name) - strlen(path);

		if (above >= 0 && strcmp(file->name + above, path) == 0 && (above == 0 || file->name[above - 1] == '/'))
			return file;
	}
	return NULL;
}

/* The tag in the names of a reworked change's scripts; NULL: there is none. */
static const char *
find_tag(const Change *change, List *files)
{
	ListCell   *lc;

	if (!change->reworked || change->tags == NIL)
		return NULL;
	foreach(lc, change->tags)
		if (find_script(files, "deploy", psprintf("%s@%s", change->name, (char *) lfirst(lc))) != NULL)
			return lfirst(lc);
	return llast(change->tags);
}

static MigIncoming *
make_revision(const Plan *plan, const Change *change, List *files)
{
	const char *suffix = find_tag(change, files);
	char	   *stem = suffix ? psprintf("%s@%s", change->name, suffix) : pstrdup(change->name);
	const MigFile *deploy = find_script(files, "deploy", stem);
	const MigFile *revert = find_script(files, "revert", stem);
	const MigFile *verify = find_script(files, "verify", stem);
	MigIncoming *one = mig_files_new(plan->file, suffix ? psprintf("%s~%s", change->name, suffix) : change->name,
									 change->note, plan->problems);

	one->key = psprintf("%s:%s:%d", plan->project, change->name, change->nth);
	one->at.file = plan->file->name;
	one->at.id = change->line;
	if (deploy == NULL)
		mig_files_complain(plan->problems, plan->file->name, change->line,
						   "there is no file deploy/%s.sql", stem);
	else
		mig_files_set_script(one, deploy, true, mig_files_unwrapped(deploy->text), 1, plan->problems);
	if (revert != NULL)
		mig_files_set_script(one, revert, false, mig_files_unwrapped(revert->text), 1, plan->problems);
	if (verify != NULL)
	{
		one->stored.verify = mig_files_unwrapped(verify->text);
		one->at.scripts[2] = 1;
	}
	return one;
}

static List *
read_files(List *files, MigProblems *problems)
{
	Plan		plan = {.problems = problems};
	List	   *incoming = NIL;
	ListCell   *lc;

	foreach(lc, files)
	{
		const MigFile *file = lfirst(lc);
		const char *suffix = strrchr(file->name, '.');

		if (suffix == NULL || strcmp(suffix, ".plan") != 0)
			continue;
		if (plan.file != NULL)
			mig_files_complain(problems, file->name, 0, "it is a second plan, after %s", plan.file->name);
		else
			plan.file = file;
	}
	if (plan.file == NULL)
	{
		if (files != NIL)
			mig_files_complain(problems, ((MigFile *) linitial(files))->name, 0, "there is no plan (sqitch.plan) with it");
		return NIL;
	}
	read_plan(&plan);
	foreach(lc, plan.changes)
		incoming = lappend(incoming, make_revision(&plan, lfirst(lc), files));
	return incoming;
}

const MigFormat mig_format_sqitch = {
	.name = "sqitch",
	.takes = takes,
	.read = read_files,
	.table = "sqitch.changes",
	.marks = "SELECT project || ':' || change || ':' ||"
	" row_number() OVER (PARTITION BY project, change ORDER BY committed_at), false, false FROM %s",
};
