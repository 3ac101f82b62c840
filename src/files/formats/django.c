/*
 * django.c
 *	  Django: plan.txt, which is what "manage.py showmigrations --plan" prints,
 *	  and for each line of it APP/NAME.sql, from "manage.py sqlmigrate APP NAME",
 *	  and APP/NAME.down.sql, from the same with --backwards.  One without a file
 *	  does nothing: Django has migrations that are programs alone.
 */
#include "postgres.h"

#include "files/format.h"
#include "files/marker.h"
#include "files/parts.h"

static bool
takes(const char *name)
{
	const char *suffix = strrchr(name, '.');

	return suffix != NULL && (strcmp(suffix, ".sql") == 0 || strcmp(mig_files_base_name(name), "plan.txt") == 0);
}

static const MigFile *
find_file(List *files, const char *end)
{
	ListCell   *lc;

	foreach(lc, files)
	{
		const MigFile *file = lfirst(lc);
		int			above = strlen(file->name) - strlen(end);

		if (above >= 0 && strcmp(file->name + above, end) == 0 && (above == 0 || file->name[above - 1] == '/'))
			return file;
	}
	return NULL;
}

/* "[X]  app.name", which may be followed by what it depends on. */
static MigIncoming *
read_line(const MigFile *plan, const MigLine *line, List *files, MigProblems *problems)
{
	char	   *text = mig_files_trimmed(line->text, line->text + line->length);
	char	   *id = text + 3 + strspn(text + Min(strlen(text), 3), " \t");
	char	   *dot;
	const MigFile *file;
	MigIncoming *one;

	if (*text != '[' || strlen(text) < 4 || text[2] != ']' || strchr(id, '.') == NULL)
	{
		mig_files_complain(problems, plan->name, line->number, "it is not \"[X]  app.name\"");
		return NULL;
	}
	id[strcspn(id, " \t")] = '\0';
	dot = strchr(id, '.');
	one = mig_files_new(plan, id, mig_files_words(dot ? dot + 1 : id), problems);
	one->at.file = plan->name;
	one->at.id = line->number;
	if (dot == NULL)
		return one;
	*dot = '/';
	file = find_file(files, psprintf("%s.sql", id));
	mig_files_set_script(one, file ? file : plan, true, file ? mig_files_unwrapped(file->text) : "", 1, problems);
	file = find_file(files, psprintf("%s.down.sql", id));
	if (file != NULL)
		mig_files_set_script(one, file, false, mig_files_unwrapped(file->text), 1, problems);
	return one;
}

/* A file that no line of the plan names would be lost. */
static void
find_strays(List *files, List *incoming, MigProblems *problems)
{
	ListCell   *lc;
	ListCell   *li;

	foreach(lc, files)
	{
		const MigFile *file = lfirst(lc);
		bool		known = strcmp(mig_files_base_name(file->name), "plan.txt") == 0;

		foreach(li, incoming)
		{
			const MigIncoming *one = lfirst(li);

			known |= file->text == one->stored.upgrade || strcmp(file->name, one->file) == 0;
		}
		if (!known && strstr(file->name, ".down.sql") == NULL)
			mig_files_complain(problems, file->name, 0, "plan.txt does not name it");
	}
}

static List *
read_files(List *files, MigProblems *problems)
{
	const MigFile *plan = find_file(files, "plan.txt");
	List	   *incoming = NIL;
	MigLines	lines = {plan ? plan->text : "", 0};
	MigLine		line;

	if (plan == NULL && files != NIL)
	{
		mig_files_complain(problems, ((MigFile *) linitial(files))->name, 0, "there is no plan.txt with it");
		mig_files_hint(problems, "python manage.py showmigrations --plan > plan.txt writes it.");
		return NIL;
	}
	while (mig_files_next_line(&lines, &line))
	{
		MigIncoming *one = mig_files_is_blank(&line) ? NULL : read_line(plan, &line, files, problems);

		if (one != NULL)
			incoming = lappend(incoming, one);
	}
	find_strays(files, incoming, problems);
	return incoming;
}

const MigFormat mig_format_django = {
	.name = "django",
	.takes = takes,
	.read = read_files,
	.table = "django_migrations",
	.marks = "SELECT app || '.' || name, false, false FROM %s",
};
