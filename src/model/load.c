/*
 * load.c
 *	  Runs DDL in the shadow.
 */
#include "postgres.h"

#include "access/table.h"
#include "catalog/pg_type.h"
#include "commands/matview.h"
#include "nodes/makefuncs.h"
#include "nodes/parsenodes.h"
#include "tcop/utility.h"
#include "utils/guc.h"

#include "base/array.h"
#include "base/exec.h"
#include "base/script.h"
#include "base/spi.h"
#include "model/load.h"
#include "schema/scope.h"

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
	T_CreateTrigStmt, T_CreateUserMappingStmt, T_DefineStmt, T_DoStmt, T_DropOwnedStmt, T_DropStmt,
	T_DropUserMappingStmt, T_GrantStmt, T_IndexStmt, T_RefreshMatViewStmt, T_RenameStmt,
	T_RuleStmt, T_SecLabelStmt, T_VariableSetStmt, T_ViewStmt,
};

typedef struct Load
{
	MigLoadRules rules;
	const MigExtensions *extensions;
	MigAround	around;			/* or NULL */
	void	   *arg;			/* its */
	const MigStmt *current;		/* the statement that runs */
} Load;

/*
 * The name of the function of a query that calls one and does nothing else, as
 * pg_dump writes them; "" for any other statement.
 */
static const char *
function_called(const Node *node)
{
	const SelectStmt *select = (const SelectStmt *) node;
	const ResTarget *target;

	if (!IsA(node, SelectStmt) || list_length(select->targetList) != 1 || select->fromClause != NIL)
		return "";
	target = linitial(select->targetList);
	return IsA(target->val, FuncCall) ? strVal(llast(((FuncCall *) target->val)->funcname)) : "";
}

static void
check_allowed(const Node *node, MigLoadRules rules)
{
	if (rules == MIG_LOAD_SCRIPT || strcmp(function_called(node), "set_config") == 0 ||
		strcmp(function_called(node), "setval") == 0)
		return;
	for (int i = 0; i < lengthof(model_statements); i++)
		if (nodeTag(node) == model_statements[i])
			return;
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("%s cannot be used in a model", GetCommandTagName(CreateCommandTag(unconstify(Node *, node)))),
			 errdetail("A model holds statements that define schema objects, SET and DO, and nothing else."),
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

/* One that the database has is shown, or else made in the version it has there, if none is asked for. */
static bool
admit_extension(CreateExtensionStmt *stmt, const MigExtensions *extensions)
{
	const char *version = mig_extensions_version(extensions, stmt->extname);
	const char *wanted = option_value(stmt->options, "new_version");

	if (mig_extensions_show(extensions, stmt->extname, option_value(stmt->options, "schema"), wanted))
		return false;
	if (version != NULL && wanted == NULL)
		stmt->options = lappend(stmt->options,
								makeDefElem("new_version", (Node *) makeString(pstrdup(version)), -1));
	return true;
}

/* Those go out of sight that what is out of sight needs; false: no other is left. */
static bool
admit_drop(DropStmt *stmt, const MigExtensions *extensions)
{
	List	   *left = NIL;
	ListCell   *cell;

	if (stmt->removeType != OBJECT_EXTENSION || stmt->behavior == DROP_CASCADE)
		return true;
	foreach(cell, stmt->objects)
		if (!mig_extensions_hide(extensions, strVal(lfirst(cell))))
			left = lappend(left, lfirst(cell));
	stmt->objects = left;
	return left != NIL;
}

/*
 * pg_dump writes the schemas that we do not manage too, and "public", which is
 * there from the start.
 */
static bool
may_exist(const CreateSchemaStmt *stmt)
{
	ListCell   *cell;

	if (stmt->schemaElts != NIL || stmt->schemaname == NULL)
		return false;
	foreach(cell, mig_scope_schemas())
		if (strcmp(lfirst(cell), stmt->schemaname) == 0)
			return strcmp(stmt->schemaname, "public") == 0;
	return true;
}

/*
 * Is this about a subscription?  pg_dump writes those, and nobody else can
 * read what they lead to.
 */
static bool
is_subscription(const Node *node)
{
	if (IsA(node, CommentStmt))
		return ((const CommentStmt *) node)->objtype == OBJECT_SUBSCRIPTION;
	if (IsA(node, SecLabelStmt))
		return ((const SecLabelStmt *) node)->objtype == OBJECT_SUBSCRIPTION;
	if (IsA(node, AlterOwnerStmt))
		return ((const AlterOwnerStmt *) node)->objectType == OBJECT_SUBSCRIPTION;
	if (IsA(node, CreateSubscriptionStmt))
		ereport(WARNING,
				(errmsg("subscription \"%s\" in the model is not compared",
						((const CreateSubscriptionStmt *) node)->subname)));
	return IsA(node, CreateSubscriptionStmt) || IsA(node, AlterSubscriptionStmt);
}

/*
 * What refuses a transaction block, but does no more to a schema than its plain
 * form does: made plain, or left out (false) where there is nothing to be seen of it.
 */
static bool
make_plain(Node *node)
{
	ListCell   *cell;

	if (!(mig_classify_statement(node) & MIG_STMT_TOPLEVEL))
		return true;
	if (IsA(node, IndexStmt))
		((IndexStmt *) node)->concurrent = false;
	if (IsA(node, DropStmt))
		((DropStmt *) node)->concurrent = false;
	if (IsA(node, AlterTableStmt))
		foreach(cell, ((AlterTableStmt *) node)->cmds)
		{
			AlterTableCmd *cmd = lfirst(cell);

			if (cmd->subtype == AT_DetachPartition)
				((PartitionCmd *) cmd->def)->concurrent = false;
		}
	return !IsA(node, VacuumStmt) && !IsA(node, ReindexStmt) && !IsA(node, ClusterStmt) && !IsA(node, CallStmt);
}

static List *
without_foreign_keys(List *items)
{
	List	   *kept = NIL;
	bool		foreign = false;
	ListCell   *cell;

	foreach(cell, items)
	{
		Node	   *item = lfirst(cell);
		ConstrType	type = IsA(item, Constraint) ? ((Constraint *) item)->contype : CONSTR_NULL;

		/* DEFERRABLE and kin stand behind what they are about. */
		foreign = type == CONSTR_FOREIGN || (foreign && type >= CONSTR_ATTR_DEFERRABLE);
		if (foreign)
			continue;
		if (IsA(item, ColumnDef))
			((ColumnDef *) item)->constraints = without_foreign_keys(((ColumnDef *) item)->constraints);
		kept = lappend(kept, item);
	}
	return kept;
}

/* What must not run as it is written; false: nothing is left to run. */
static bool
admit(Node *node, void *arg)
{
	const Load *load = arg;

	if (load->rules == MIG_LOAD_MODEL && is_subscription(node))
		return false;
	check_allowed(node, load->rules);
	/* Where a sequence stands is data. */
	if (load->rules == MIG_LOAD_MODEL && strcmp(function_called(node), "setval") == 0)
		return false;
	if (IsA(node, CreateExtensionStmt))
		return admit_extension((CreateExtensionStmt *) node, load->extensions);
	if (IsA(node, DropStmt) && !admit_drop((DropStmt *) node, load->extensions))
		return false;
	if (IsA(node, CreateSchemaStmt))
		((CreateSchemaStmt *) node)->if_not_exists |= may_exist((CreateSchemaStmt *) node);
	if (!make_plain(node))
		return false;
	if (load->current->bare && IsA(node, CreateStmt))
		((CreateStmt *) node)->tableElts = without_foreign_keys(((CreateStmt *) node)->tableElts);
	/* A newer server's pg_dump sets what this one does not know. */
	if (IsA(node, VariableSetStmt))
		return ((VariableSetStmt *) node)->name == NULL ||
			GetConfigOption(((VariableSetStmt *) node)->name, true, false) != NULL;
	return true;
}

/* Does the line hold pg_dump's COPY, with data after it? */
static bool
starts_data(const char *line, const char *end)
{
	static const char tail[] = " FROM stdin;";
	int			length = end - line;

	return length > 5 + strlen(tail) && strncmp(line, "COPY ", 5) == 0 &&
		strncmp(end - strlen(tail), tail, strlen(tail)) == 0;
}

static void
blank(char *from, const char *to)
{
	for (; from < to; from++)
		if (*from != '\n')
			*from = ' ';
}

/*
 * The text without what pg_dump writes for psql alone: \restrict and
 * \unrestrict, and the data that follow a COPY.  Everything else stays at its
 * place.
 */
static char *
without_psql(const char *text)
{
	char	   *copy = pstrdup(text);
	char	   *next;

	for (char *line = copy; *line != '\0'; line = next)
	{
		char	   *end = line + strcspn(line, "\n");
		char	   *data = starts_data(line, end) ? strstr(end, "\n\\.\n") : NULL;

		if (strncmp(line, "\\restrict ", 10) == 0 || strncmp(line, "\\unrestrict ", 12) == 0)
			memcpy(line, "--", 2);
		if (data != NULL)
		{
			end = data + 3;
			blank(line, end);
		}
		next = *end == '\0' ? end : end + 1;
	}
	return copy;
}

/* What would end the shadow, or wait for a client that is not there. */
static void
refuse_unrunnable(const MigCut *cut)
{
	for (int i = 0; i < cut->nstmts; i++)
	{
		const MigStmt *stmt = &cut->stmts[i];

		if (stmt->flags & (MIG_STMT_TRANSACTION | MIG_STMT_COPY_CLIENT))
			ereport(ERROR,
					(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
					 errmsg("%s cannot be used here", GetCommandTagName(stmt->command)),
					 errdetail("Statement %d at line %d runs in a subtransaction that is undone.",
							   i + 1, stmt->line),
					 errhint("Take transaction commands and COPY FROM STDIN out."),
					 errcontext("%s, statement %d, line %d", cut->what, i + 1, stmt->line)));
	}
}

MigCut *
mig_load_cut(const char *text, const char *name, MigLoadRules rules)
{
	MigCut	   *cut = mig_script_cut(name, rules == MIG_LOAD_MODEL ? without_psql(text) : text);

	mig_script_unwrap(cut);
	refuse_unrunnable(cut);
	return cut;
}

static void
run_around(void (*run) (void *state), void *state, const MigCut *cut, int number, void *arg)
{
	Load	   *load = arg;

	load->current = &cut->stmts[number];
	if (load->around != NULL)
		load->around(run, state, cut, number, load->arg);
	else
		run(state);
}

/*
 * What pg_dump writes has materialized views WITH NO DATA, and what reads those
 * could not be created.  Without rows to be had, each is as good as filled.
 */
static void
pass_for_filled(void)
{
	Datum		schemas = mig_array_list(mig_scope_schemas());
	MigArgs		args = {1, (Oid[]) {TEXTARRAYOID}, &schemas, NULL};
	MigRows    *rows = mig_spi_query("SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
									 " WHERE c.relkind = 'm' AND NOT c.relispopulated AND n.nspname = ANY ($1)",
									 &args);

	for (int i = 0; i < rows->nrows; i++)
	{
		Relation	view = table_open(atooid(mig_cell(rows, i, 0)), AccessExclusiveLock);

		SetMatViewPopulatedState(view, true);
		table_close(view, NoLock);
	}
}

static bool
makes_view(const MigStmt *stmt)
{
	return stmt->node == T_CreateTableAsStmt || stmt->node == T_RefreshMatViewStmt;
}

void
mig_load_run(const MigCut *cut, MigLoadRules rules, const MigExtensions *extensions,
			 MigAround around, void *arg)
{
	Load		load = {rules, extensions, around, arg};
	MigExec		how = {
		.context = PROCESS_UTILITY_SUBCOMMAND,
		.admit = admit,
		.around = run_around,
		.arg = &load,
	};

	mig_exec_run(cut, &how);
	for (int i = 0; i < cut->nstmts; i++)
		if (makes_view(&cut->stmts[i]))
		{
			pass_for_filled();
			break;
		}
}
