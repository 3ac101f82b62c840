/*
 * judge.c
 *	  What the server would make of an expression or of a change of type.
 *
 * The server raises errors where something is not there, which is no surprise
 * where statements are read that have not run: each question is put in a
 * subtransaction.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "parser/parse_coerce.h"
#include "parser/parse_collate.h"
#include "parser/parse_expr.h"
#include "parser/parse_node.h"
#include "parser/parse_type.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
#include "utils/typcache.h"

#include "base/subxact.h"
#include "lint/judge.h"

bool
mig_judge_ask(void (*question) (void *arg), void *arg)
{
	ErrorData  *error = mig_subxact_try(question, arg, true);

	if (error != NULL && error->sqlerrcode == ERRCODE_QUERY_CANCELED)
		ReThrowError(error);
	return error == NULL;
}

typedef struct Volatility
{
	const MigScene *scene;
	Node	   *raw;
	bool		answer;
} Volatility;

static void
ask_volatile(void *arg)
{
	Volatility *question = arg;
	ParseState *pstate = make_parsestate(NULL);
	Node	   *expr = transformExpr(pstate, copyObject(question->raw), EXPR_KIND_COLUMN_DEFAULT);

	assign_expr_collations(pstate, expr);
	question->answer = contain_volatile_functions((Node *) expression_planner((Expr *) expr));
	free_parsestate(pstate);
}

static bool
calls_unsafe(Node *node, void *arg)
{
	const MigScene *scene = arg;

	if (node == NULL)
		return false;
	if (IsA(node, FuncCall))
	{
		const MigMade *made = mig_scene_made(scene, T_CreateFunctionStmt,
											 strVal(llast(((FuncCall *) node)->funcname)));

		if (made == NULL || !made->safe)
			return true;
	}
	return raw_expression_tree_walker(node, calls_unsafe, arg);
}

bool
mig_judge_volatile(const MigScene *scene, Node *raw)
{
	Volatility	question = {scene, raw};

	if (mig_judge_ask(ask_volatile, &question))
		return question.answer;
	return calls_unsafe(raw, unconstify(MigScene *, scene));
}

typedef struct Typing
{
	const TypeName *name;
	Oid			type;
	int32		typmod;
} Typing;

static void
ask_type(void *arg)
{
	Typing	   *question = arg;
	Type		tuple = LookupTypeName(NULL, question->name, &question->typmod, true);

	if (tuple == NULL)
		return;
	question->type = typeTypeId(tuple);
	ReleaseSysCache(tuple);
}

Oid
mig_judge_type(const TypeName *name, int32 *typmod)
{
	Typing		question = {name};

	if (!mig_judge_ask(ask_type, &question))
		return InvalidOid;
	*typmod = question.typmod;
	return question.type;
}

Oid
mig_judge_serial(const ColumnDef *column)
{
	static const struct
	{
		const char *name;
		Oid			type;
	}			serials[] = {
		{"serial", INT4OID}, {"serial4", INT4OID}, {"bigserial", INT8OID},
		{"serial8", INT8OID}, {"smallserial", INT2OID}, {"serial2", INT2OID},
	};

	if (column->typeName == NULL || column->typeName->names == NIL)
		return InvalidOid;
	for (int i = 0; i < lengthof(serials); i++)
		if (strcmp(strVal(llast(column->typeName->names)), serials[i].name) == 0)
			return serials[i].type;
	return InvalidOid;
}

/* What the server asks of a coercion before it rewrites a table. */
static MigRetype
judge_coercion(Node *expr)
{
	MigRetype	result = MIG_RETYPE_FREE;

	for (;;)
	{
		if (IsA(expr, Var))
			return result;
		else if (IsA(expr, RelabelType))
			expr = (Node *) ((RelabelType *) expr)->arg;
		else if (IsA(expr, CoerceToDomain))
		{
			if (DomainHasConstraints(((CoerceToDomain *) expr)->resulttype))
				return MIG_RETYPE_REWRITE;
			expr = (Node *) ((CoerceToDomain *) expr)->arg;
		}
		else if (IsA(expr, FuncExpr) && (((FuncExpr *) expr)->funcid == F_TIMESTAMPTZ_TIMESTAMP ||
										 ((FuncExpr *) expr)->funcid == F_TIMESTAMP_TIMESTAMPTZ))
		{
			result = MIG_RETYPE_ZONE;
			expr = linitial(((FuncExpr *) expr)->args);
		}
		else
			return MIG_RETYPE_REWRITE;
	}
}

typedef struct Retyping
{
	const MigColumn *column;
	Oid			type;
	int32		typmod;
	CoercionContext context;
	MigRetype	answer;
} Retyping;

static void
ask_retype(void *arg)
{
	Retyping   *question = arg;
	const MigColumn *column = question->column;
	Node	   *expr = (Node *) makeVar(1, 1, column->type, column->typmod,
										get_typcollation(column->type), 0);

	expr = coerce_to_target_type(NULL, expr, column->type, question->type, question->typmod,
								 question->context, COERCE_IMPLICIT_CAST, -1);
	if (expr != NULL)
		question->answer = judge_coercion((Node *) expression_planner((Expr *) expr));
}

static const MigMade *
made_domain(const MigScene *scene, const TypeName *type)
{
	return type->names == NIL ? NULL : mig_scene_made(scene, T_CreateDomainStmt, strVal(llast(type->names)));
}

static bool
is_type(const TypeName *name, const TypeName *other)
{
	int32		typmod = -1;
	int32		other_typmod = -1;
	Oid			type = mig_judge_type(name, &typmod);

	return equal(name, other) ||
		(OidIsValid(type) && type == mig_judge_type(other, &other_typmod) && typmod == other_typmod);
}

/* Is it the column itself, or its cast to the type? */
static bool
is_plain_cast(const MigColumn *column, Node *using, const TypeName *type)
{
	ColumnRef  *ref;

	if (IsA(using, TypeCast))
	{
		if (!is_type(((TypeCast *) using)->typeName, type))
			return false;
		using = ((TypeCast *) using)->arg;
	}
	ref = (ColumnRef *) using;
	return IsA(using, ColumnRef) && IsA(llast(ref->fields), String) &&
		strcmp(strVal(llast(ref->fields)), column->name) == 0;
}

MigRetype
mig_judge_retype(const MigScene *scene, const MigColumn *column, const TypeName *type, Node *using)
{
	Retyping	question = {column};
	const MigMade *made = made_domain(scene, type);

	if (made != NULL && !made->safe)
		return MIG_RETYPE_REWRITE;
	question.type = mig_judge_type(made != NULL ? made->base : type, &question.typmod);
	if (!OidIsValid(column->type) || !OidIsValid(question.type))
		return using != NULL ? MIG_RETYPE_REWRITE : MIG_RETYPE_UNKNOWN;
	if (using != NULL && !is_plain_cast(column, using, type))
		return MIG_RETYPE_REWRITE;
	question.context = using != NULL ? COERCION_EXPLICIT : COERCION_ASSIGNMENT;
	return mig_judge_ask(ask_retype, &question) ? question.answer : MIG_RETYPE_UNKNOWN;
}

bool
mig_judge_checked_domain(const MigScene *scene, const TypeName *name)
{
	int32		typmod;
	Oid			type;
	const MigMade *made = made_domain(scene, name);

	if (made != NULL)
		return !made->safe;
	type = mig_judge_type(name, &typmod);
	return OidIsValid(type) && get_typtype(type) == TYPTYPE_DOMAIN && DomainHasConstraints(type);
}

List *
mig_judge_proved(Node *raw)
{
	List	   *proved = NIL;
	ListCell   *lc;

	if (raw != NULL && IsA(raw, BoolExpr) && ((BoolExpr *) raw)->boolop == AND_EXPR)
	{
		foreach(lc, ((BoolExpr *) raw)->args)
			proved = list_concat(proved, mig_judge_proved(lfirst(lc)));
	}
	else if (raw != NULL && IsA(raw, NullTest) && ((NullTest *) raw)->nulltesttype == IS_NOT_NULL &&
			 IsA(((NullTest *) raw)->arg, ColumnRef))
	{
		Node	   *field = llast(((ColumnRef *) ((NullTest *) raw)->arg)->fields);

		if (IsA(field, String))
			proved = lappend(proved, pstrdup(strVal(field)));
	}
	return proved;
}
