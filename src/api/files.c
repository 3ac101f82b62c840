/*
 * files.c
 *	  The doors to revisions as files: file_name, file_text, add_file,
 *	  add_files, import.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "api/intake.h"
#include "base/array.h"
#include "files/directory.h"
#include "files/write.h"
#include "history/resolve.h"

PG_FUNCTION_INFO_V1(migrate_file_name);
PG_FUNCTION_INFO_V1(migrate_file_text);
PG_FUNCTION_INFO_V1(migrate_add_file);
PG_FUNCTION_INFO_V1(migrate_add_files);
PG_FUNCTION_INFO_V1(migrate_import);

/* A stored revision by its name, whole. */
static MigStored *
find_revision(const char *name)
{
	const MigGraph *graph = mig_history_graph();
	int			rev = mig_history_resolve_one(graph, name);

	if (rev == MIG_BASE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" is not a revision", name)));
	return mig_history_read(graph, rev);
}

Datum
migrate_file_name(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(mig_files_name(find_revision(text_to_cstring(PG_GETARG_TEXT_PP(0))))));
}

Datum
migrate_file_text(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(mig_files_text(find_revision(text_to_cstring(PG_GETARG_TEXT_PP(0))))));
}

/* An argument that must be given. */
static char *
text_arg(FunctionCallInfo fcinfo, int n, const char *what)
{
	if (PG_ARGISNULL(n))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("the %s must not be null", what)));
	return text_to_cstring(PG_GETARG_TEXT_PP(n));
}

static List *
list_arg(FunctionCallInfo fcinfo, int n, const char *what)
{
	if (PG_ARGISNULL(n))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("the %s must not be null", what)));
	return mig_array_members(PG_GETARG_DATUM(n), what);
}

static Oid
table_arg(FunctionCallInfo fcinfo, int n)
{
	return PG_ARGISNULL(n) ? InvalidOid : PG_GETARG_OID(n);
}

Datum
migrate_add_file(PG_FUNCTION_ARGS)
{
	MigProblems problems = {NIL};
	MigFile    *file = mig_files_accept(text_to_cstring(PG_GETARG_TEXT_PP(0)),
										text_to_cstring(PG_GETARG_TEXT_PP(1)), &problems);
	const MigOutcome *outcome;

	mig_files_raise(&problems);
	outcome = linitial(mig_intake_store("migrate.add_file", list_make1(file), &mig_format_migrate,
										InvalidOid, false, &problems));
	PG_RETURN_TEXT_P(cstring_to_text(outcome->fate));
}

static void
put_outcomes(FunctionCallInfo fcinfo, List *outcomes)
{
	ReturnSetInfo *result;
	ListCell   *lc;

	InitMaterializedSRF(fcinfo, 0);
	result = (ReturnSetInfo *) fcinfo->resultinfo;
	foreach(lc, outcomes)
	{
		const MigOutcome *outcome = lfirst(lc);
		Datum		values[] = {
			CStringGetTextDatum(outcome->file),
			outcome->revision ? CStringGetTextDatum(outcome->revision) : (Datum) 0,
			CStringGetTextDatum(outcome->fate)
		};
		bool		nulls[] = {false, outcome->revision == NULL, false};

		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
}

static List *
add_file(List *files, MigFile *file)
{
	return file ? lappend(files, file) : files;
}

Datum
migrate_add_files(PG_FUNCTION_ARGS)
{
	List	   *names = list_arg(fcinfo, 0, "names");
	List	   *texts = list_arg(fcinfo, 1, "texts");
	const MigFormat *format = mig_intake_format(text_arg(fcinfo, 2, "format"));
	MigProblems problems = {NIL};
	List	   *files = NIL;
	ListCell   *ln;
	ListCell   *lt;

	if (list_length(names) != list_length(texts))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("names and texts must have the same length"),
				 errdetail("There are %d names and %d texts.", list_length(names), list_length(texts))));
	forboth(ln, names, lt, texts)
		if (mig_files_takes(format, lfirst(ln)))
			files = add_file(files, mig_files_accept(lfirst(ln), lfirst(lt), &problems));
	put_outcomes(fcinfo, mig_intake_store("migrate.add_files", files, format, table_arg(fcinfo, 3), true, &problems));
	return (Datum) 0;
}

Datum
migrate_import(PG_FUNCTION_ARGS)
{
	char	   *directory = text_arg(fcinfo, 0, "directory");
	const MigFormat *format = mig_intake_format(text_arg(fcinfo, 1, "format"));
	MigProblems problems = {NIL};
	List	   *files = NIL;
	int			taken = 0;
	ListCell   *lc;

	foreach(lc, mig_files_list(directory))
		if (mig_files_takes(format, lfirst(lc)))
		{
			taken++;
			files = add_file(files, mig_files_load(directory, lfirst(lc), &problems));
		}
	if (taken == 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_FILE),
				 errmsg("there are no files of format \"%s\" in directory \"%s\"", format->name, directory)));
	put_outcomes(fcinfo, mig_intake_store("migrate.import", files, format, table_arg(fcinfo, 2), true, &problems));
	return (Datum) 0;
}
