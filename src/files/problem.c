/*
 * problem.c
 *	  What is wrong with a set of files: collected, and raised all at once.
 */
#include "postgres.h"

#include "lib/stringinfo.h"

#include "base/errors.h"
#include "files/problem.h"

/* How many problems an error shows. */
#define SHOWN_PROBLEMS 100

static void complain(MigProblems *problems, const char *file, int line, const char *format,
					 va_list args) pg_attribute_printf(4, 0);

static void
complain(MigProblems *problems, const char *file, int line, const char *format, va_list args)
{
	StringInfoData out;
	int			start;

	initStringInfo(&out);
	appendStringInfoString(&out, file);
	if (line > 0)
		appendStringInfo(&out, ", line %d", line);
	appendStringInfoString(&out, ": ");
	start = out.len;
	for (;;)
	{
		va_list		copy;
		int			needed;

		va_copy(copy, args);
		needed = appendStringInfoVA(&out, format, copy);
		va_end(copy);
		if (needed == 0)
			break;
		out.data[start] = '\0';
		enlargeStringInfo(&out, needed);
	}
	problems->lines = lappend(problems->lines, out.data);
}

void
mig_files_complain(MigProblems *problems, const char *file, int line, const char *format,...)
{
	va_list		args;

	va_start(args, format);
	complain(problems, file, line, format, args);
	va_end(args);
	problems->unreadable = true;
}

void
mig_files_complain_history(MigProblems *problems, const char *file, int line, const char *format,...)
{
	va_list		args;

	va_start(args, format);
	complain(problems, file, line, format, args);
	va_end(args);
}

void
mig_files_hint(MigProblems *problems, const char *hint)
{
	if (problems->hint == NULL)
		problems->hint = hint;
}

void
mig_files_raise(const MigProblems *problems)
{
	int			n = list_length(problems->lines);
	StringInfoData detail;

	if (n == 0)
		return;
	initStringInfo(&detail);
	for (int i = 0; i < Min(n, SHOWN_PROBLEMS); i++)
		appendStringInfo(&detail, "%s%s", i > 0 ? "\n" : "", (char *) list_nth(problems->lines, i));
	if (n > SHOWN_PROBLEMS)
		appendStringInfo(&detail, "\nand %d more.", n - SHOWN_PROBLEMS);
	ereport(ERROR,
			(errcode(problems->unreadable ? ERRCODE_MIG_BAD_FILE : ERRCODE_MIG_BROKEN_HISTORY),
			 errmsg_plural("the revision files have %d problem", "the revision files have %d problems", n, n),
			 errdetail_internal("%s", detail.data),
			 problems->hint ? errhint("%s", problems->hint)
			 : errhint("Correct the files; nothing was stored.")));
}
