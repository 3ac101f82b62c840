/*
 * form.c
 *	  The online form of one statement in the making.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "base/spi.h"
#include "base/subxact.h"
#include "online/form.h"

MigSubject
mig_form_subject(const MigForm *form, const RangeVar *name)
{
	MigSubject	subject = {RangeVarGetRelid(name, NoLock, true)};

	if (!OidIsValid(subject.oid) || !mig_observe_existed(form->observer, subject.oid))
		return (MigSubject) {InvalidOid};
	subject.kind = get_rel_relkind(subject.oid);
	subject.schema = get_namespace_name(get_rel_namespace(subject.oid));
	subject.relation = name->relname;
	subject.name = quote_qualified_identifier(name->schemaname, name->relname);
	return subject;
}

static void
run(const MigForm *form, const char *statement)
{
	mig_shadow_load(form->shadow, statement, "online form", MIG_LOAD_SCRIPT);
}

void
mig_form_add(MigForm *form, const char *format,...)
{
	MemoryContext old = MemoryContextSwitchTo(form->cxt);
	StringInfoData statement;

	initStringInfo(&statement);
	for (;;)
	{
		va_list		args;
		int			needed;

		va_start(args, format);
		needed = appendStringInfoVA(&statement, format, args);
		va_end(args);
		if (needed == 0)
			break;
		enlargeStringInfo(&statement, needed);
	}
	form->statements = lappend(form->statements, statement.data);
	MemoryContextSwitchTo(old);
	run(form, statement.data);
}

typedef struct Question
{
	const MigForm *form;
	Oid			table;
	char		type;
	const char *statement;
	const char *name;
} Question;

static void
ask(void *arg)
{
	Question   *question = arg;
	Datum		values[] = {
		ObjectIdGetDatum(question->table),
		CharGetDatum(question->type),
		CStringGetTextDatum(psprintf("%u", GetCurrentTransactionId()))
	};
	MigArgs		args = {3, (Oid[]) {OIDOID, CHAROID, TEXTOID}, values, NULL};
	MigRows    *rows;

	run(question->form, question->statement);
	rows = mig_spi_query("SELECT conname FROM pg_constraint WHERE conrelid = $1 AND contype = $2"
						 " AND xmin = $3::xid", &args);
	if (rows->nrows != 1)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("it creates %d constraints where one was expected", rows->nrows)));
	question->name = mig_cell(rows, 0, 0);
}

const char *
mig_form_constraint_name(const MigForm *form, Oid table, char type, const char *statement)
{
	Question	question = {form, table, type, statement, NULL};

	mig_subxact_run(ask, &question, false);
	return question.name;
}
