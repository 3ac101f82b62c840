/*
 * load.c
 *	  Runs DDL in the shadow.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/namespace.h"
#include "commands/extension.h"
#include "executor/executor.h"
#include "mb/pg_wchar.h"
#include "nodes/makefuncs.h"
#include "parser/analyze.h"
#include "parser/parser.h"
#include "tcop/dest.h"
#include "tcop/pquery.h"
#include "tcop/tcopprot.h"
#include "tcop/utility.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "base/compat.h"
#include "model/load.h"

/* Where an error happened. */
typedef struct Place
{
	const char *name;			/* of the text */
	const char *text;
	int			statement;		/* from 1; 0 while parsing */
	int			offset;			/* of the statement in the text */
} Place;

/* The statements that a model may hold. */
static const NodeTag model_statements[] = {
	T_AlterCollationStmt, T_AlterDefaultPrivilegesStmt, T_AlterDomainStmt, T_AlterEnumStmt,
	T_AlterEventTrigStmt, T_AlterExtensionContentsStmt, T_AlterExtensionStmt, T_AlterFdwStmt,
	T_AlterForeignServerStmt, T_AlterFunctionStmt, T_AlterObjectDependsStmt,
	T_AlterObjectSchemaStmt, T_AlterOpFamilyStmt, T_AlterOperatorStmt, T_AlterOwnerStmt,
	T_AlterPolicyStmt, T_AlterPublicationStmt, T_AlterSeqStmt, T_AlterStatsStmt,
	T_AlterTSConfigurationStmt, T_AlterTSDictionaryStmt, T_AlterTableStmt, T_AlterTypeStmt,
	T_AlterUserMappingStmt, T_CommentStmt, T_CompositeTypeStmt, T_CreateAmStmt, T_CreateCastStmt,
	T_CreateConversionStmt, T_CreateDomainStmt, T_CreateEnumStmt, T_CreateEventTrigStmt,
	T_CreateExtensionStmt, T_CreateFdwStmt, T_CreateForeignServerStmt, T_CreateForeignTableStmt,
	T_CreateFunctionStmt, T_CreateOpClassStmt, T_CreateOpFamilyStmt, T_CreatePLangStmt,
	T_CreatePolicyStmt, T_CreatePublicationStmt, T_CreateRangeStmt, T_CreateSchemaStmt,
	T_CreateSeqStmt, T_CreateStatsStmt, T_CreateStmt, T_CreateTableAsStmt, T_CreateTransformStmt,
	T_CreateTrigStmt, T_CreateUserMappingStmt, T_DefineStmt, T_DropOwnedStmt, T_DropStmt,
	T_DropUserMappingStmt, T_GrantStmt, T_IndexStmt, T_RefreshMatViewStmt, T_RenameStmt,
	T_RuleStmt, T_SecLabelStmt, T_VariableSetStmt, T_ViewStmt,
};

static int
line_of(const char *text, int offset)
{
	int			line = 1;

	for (int i = 0; i < offset && text[i] != '\0'; i++)
		line += text[i] == '\n';
	return line;
}

/* Says where, and points into the statement rather than the caller's query. */
static void
place_callback(void *arg)
{
	const Place *place = arg;
	int			position = geterrposition();

	if (position > 0)
	{
		errposition(0);
		internalerrposition(position);
		internalerrquery(place->text);
	}
	if (place->statement == 0)
		errcontext("%s, line %d", place->name,
				   line_of(place->text, pg_mbcharcliplen(place->text, strlen(place->text),
														 Max(position - 1, 0))));
	else
		errcontext("%s, statement %d, line %d", place->name, place->statement,
				   line_of(place->text, place->offset));
}

/* pg_dump's SELECT pg_catalog.set_config(..): the one query a model may hold. */
static bool
is_set_config(const Node *node)
{
	const SelectStmt *select = (const SelectStmt *) node;
	const ResTarget *target;

	if (!IsA(node, SelectStmt) || list_length(select->targetList) != 1 || select->fromClause != NIL)
		return false;
	target = linitial(select->targetList);
	return IsA(target->val, FuncCall) &&
		strcmp(strVal(llast(((FuncCall *) target->val)->funcname)), "set_config") == 0;
}

static void
check_allowed(const Node *node, MigLoadRules rules)
{
	if (IsA(node, TransactionStmt))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("transaction commands cannot be used here"),
				 errhint("Take BEGIN, COMMIT, ROLLBACK and SAVEPOINT out.")));
	if (rules == MIG_LOAD_SCRIPT || is_set_config(node))
		return;
	for (int i = 0; i < lengthof(model_statements); i++)
		if (nodeTag(node) == model_statements[i])
			return;
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("%s cannot be used in a model", GetCommandTagName(CreateCommandTag(unconstify(Node *, node)))),
			 errdetail("A model holds statements that define schema objects, SET, and nothing else."),
			 errhint("Put statements that change data into a revision.")));
}

/* The value of an option that names something; NULL when not given. */
static const char *
option_value(const List *options, const char *name)
{
	ListCell   *cell;

	foreach(cell, options)
		if (strcmp(((DefElem *) lfirst(cell))->defname, name) == 0)
			return strVal(((DefElem *) lfirst(cell))->arg);
	return NULL;
}

/*
 * What must not run as it is written.  Returns true when there is nothing left
 * to run.
 */
static bool
adapt(Node *node, const MigHidden *hidden)
{
	if (IsA(node, CreateExtensionStmt))
	{
		CreateExtensionStmt *stmt = (CreateExtensionStmt *) node;

		return mig_hide_show_extension(hidden, stmt->extname, option_value(stmt->options, "schema"));
	}
	if (IsA(node, CreateSchemaStmt))
		((CreateSchemaStmt *) node)->if_not_exists |=
			((CreateSchemaStmt *) node)->schemaElts == NIL &&
			((CreateSchemaStmt *) node)->schemaname != NULL &&
			strcmp(((CreateSchemaStmt *) node)->schemaname, "public") == 0;
	if (IsA(node, IndexStmt))
		((IndexStmt *) node)->concurrent = false;
	if (IsA(node, DropStmt))
		((DropStmt *) node)->concurrent = false;
	/* A newer server's pg_dump sets what this one does not know. */
	if (IsA(node, VariableSetStmt))
		return ((VariableSetStmt *) node)->name != NULL &&
			GetConfigOption(((VariableSetStmt *) node)->name, true, false) == NULL;
	return false;
}

static void
run_plan(PlannedStmt *plan, const char *text)
{
	if (plan->utilityStmt != NULL)
		ProcessUtility(plan, text, false, PROCESS_UTILITY_SUBCOMMAND, NULL, NULL,
					   None_Receiver, NULL);
	else
	{
		QueryDesc  *desc = CreateQueryDesc(plan, text, GetActiveSnapshot(), InvalidSnapshot,
										   None_Receiver, NULL, NULL, 0);

		ExecutorStart(desc, 0);
		mig_compat_executor_run(desc, ForwardScanDirection, 0);
		ExecutorFinish(desc);
		ExecutorEnd(desc);
		FreeQueryDesc(desc);
	}
}

static void
run_statement(RawStmt *raw, const char *text)
{
	List	   *queries;
	ListCell   *cell;

	PushActiveSnapshot(GetTransactionSnapshot());
	queries = pg_analyze_and_rewrite_fixedparams(raw, text, NULL, 0, NULL);
	queries = pg_plan_queries(queries, text, CURSOR_OPT_PARALLEL_OK, NULL);
	PopActiveSnapshot();

	foreach(cell, queries)
	{
		CommandCounterIncrement();
		PushActiveSnapshot(GetTransactionSnapshot());
		run_plan(lfirst_node(PlannedStmt, cell), text);
		PopActiveSnapshot();
	}
	CommandCounterIncrement();
}

/* pg_dump's \restrict and \unrestrict become comments of the same length. */
static char *
without_restrict(const char *text)
{
	char	   *copy = pstrdup(text);

	for (char *line = copy; line != NULL; line = strchr(line, '\n'))
	{
		if (*line == '\n')
			line++;
		if (strncmp(line, "\\restrict ", 10) == 0 || strncmp(line, "\\unrestrict ", 12) == 0)
			memcpy(line, "--", 2);
	}
	return copy;
}

static int
skip_space(const char *text, int offset)
{
	return offset + strspn(text + offset, " \t\r\n");
}

void
mig_load_run(const char *text, const char *name, MigLoadRules rules, const MigHidden *hidden)
{
	MemoryContext cxt = AllocSetContextCreate(CurrentMemoryContext, "migrate load", ALLOCSET_DEFAULT_SIZES);
	MemoryContext step = AllocSetContextCreate(cxt, "migrate statement", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(cxt);
	Place		place = {.name = name};
	ErrorContextCallback callback = {error_context_stack, place_callback, &place};
	List	   *statements;
	ListCell   *cell;

	place.text = without_restrict(text);
	error_context_stack = &callback;
	statements = raw_parser(place.text, RAW_PARSE_DEFAULT);
	foreach(cell, statements)
	{
		RawStmt    *raw = lfirst_node(RawStmt, cell);

		place.statement++;
		place.offset = skip_space(place.text, raw->stmt_location);
		MemoryContextSwitchTo(step);
		check_allowed(raw->stmt, rules);
		if (!adapt(raw->stmt, hidden))
			run_statement(raw, place.text);
		MemoryContextReset(step);
	}
	error_context_stack = callback.previous;
	MemoryContextSwitchTo(old);
	MemoryContextDelete(cxt);
}
