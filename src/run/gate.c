/*
 * gate.c
 *	  May these steps run?
 */
#include "postgres.h"

#include "access/twophase.h"
#include "access/xact.h"
#include "access/xlog.h"
#include "miscadmin.h"
#include "storage/lock.h"

#include "base/errors.h"
#include "run/gate.h"
#include "run/leg.h"

void
mig_gate_primary(const char *command)
{
	if (RecoveryInProgress())
		ereport(ERROR,
				(errcode(ERRCODE_READ_ONLY_SQL_TRANSACTION),
				 errmsg("cannot execute %s during recovery", command),
				 errdetail("This server is a standby."),
				 errhint("Run it on the primary; the standby follows.")));
}

void
mig_gate_writable(const char *command)
{
	mig_gate_primary(command);
	if (XactReadOnly)
		ereport(ERROR,
				(errcode(ERRCODE_READ_ONLY_SQL_TRANSACTION),
				 errmsg("cannot execute %s in a read-only transaction", command),
				 errhint("Begin the transaction with READ WRITE, or see default_transaction_read_only.")));
}

static const char *
deploy_command(const MigLeg *leg)
{
	return leg->downgrade ? "CALL migrate.rollback(...)" : "CALL migrate.deploy(...)";
}

static void
refuse_irreversible(const MigLeg *leg)
{
	ereport(ERROR,
			(errcode(ERRCODE_MIG_IRREVERSIBLE),
			 errmsg("revision %s cannot be downgraded", leg->revision),
			 errdetail("It was stored without a downgrade script: \"%s\".", leg->message),
			 errhint("Store a revision that takes its changes back and upgrade to it, or downgrade to %s at most.",
					 leg->revision)));
}

static void
refuse_not_transactional(const MigLeg *leg)
{
	ereport(ERROR,
			(errcode(ERRCODE_MIG_NEEDS_DEPLOY),
			 errmsg("revision %s cannot run inside a transaction", leg->revision),
			 errdetail("It was stored with transactional => false: \"%s\".", leg->message),
			 errhint("Use %s, which commits each revision on its own.", deploy_command(leg))));
}

static void
refuse_toplevel(const MigLeg *leg, const MigCut *cut, const MigStmt *stmt)
{
	ereport(ERROR,
			(errcode(ERRCODE_MIG_NEEDS_DEPLOY),
			 errmsg("%s refuses to run inside a transaction block", GetCommandTagName(stmt->command)),
			 errdetail("%s, statement %d, line %d: %s", cut->what,
					   (int) (stmt - cut->stmts) + 1, stmt->line, mig_script_text(cut, stmt)),
			 errhint("Store the revision with transactional => false and use %s.", deploy_command(leg))));
}

static void
refuse_transaction(const MigLeg *leg, const MigCut *cut, const MigStmt *stmt)
{
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("%s cannot be used in a revision's script", GetCommandTagName(stmt->command)),
			 errdetail("%s, statement %d, line %d: %s", cut->what,
					   (int) (stmt - cut->stmts) + 1, stmt->line, mig_script_text(cut, stmt)),
			 errhint("A revision runs in the transaction of its caller; only one pair of BEGIN and COMMIT around the whole script is accepted, and left out.")));
}

static void
refuse_copy(const MigLeg *leg, const MigCut *cut, const MigStmt *stmt)
{
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("COPY from or to the client cannot be used in a revision's script"),
			 errdetail("%s, statement %d, line %d: %s", cut->what,
					   (int) (stmt - cut->stmts) + 1, stmt->line, mig_script_text(cut, stmt)),
			 errhint("Use INSERT, or COPY with a file of the server.")));
}

typedef struct Refusal
{
	uint32		flag;
	void		(*refuse) (const MigLeg *leg, const MigCut *cut, const MigStmt *stmt);
} Refusal;

static const Refusal refusals[] = {
	{MIG_STMT_TRANSACTION, refuse_transaction},
	{MIG_STMT_COPY_CLIENT, refuse_copy},
	{MIG_STMT_TOPLEVEL, refuse_toplevel},
};

static MigCut *
checked_cut(const MigLeg *leg, const char *script, const char *name, bool transactional)
{
	uint32		accepted = transactional ? 0 : MIG_STMT_TOPLEVEL;
	MigCut	   *cut;

	if (script == NULL)
		return NULL;
	cut = mig_script_cut(psprintf("revision %s, %s script", leg->revision, name), script);
	mig_script_unwrap(cut);
	for (int i = 0; i < cut->nstmts; i++)
		for (int j = 0; j < lengthof(refusals); j++)
			if (cut->stmts[i].flags & ~accepted & refusals[j].flag)
				refusals[j].refuse(leg, cut, &cut->stmts[i]);
	return cut;
}

int64
mig_gate_lock_table_size(void)
{
	return (int64) max_locks_per_xact * (MaxBackends + max_prepared_xacts);
}

static void
check_locks(const List *legs)
{
	int64		locks = 0;
	ListCell   *lc;

	foreach(lc, legs)
	{
		const MigLeg *leg = lfirst(lc);

		for (int i = 0; leg->cut != NULL && i < leg->cut->nstmts; i++)
			locks += leg->cut->stmts[i].locks;
	}
	if (locks > mig_gate_lock_table_size())
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many relations for one transaction"),
				 errdetail("The %d steps take some " INT64_FORMAT " locks, and the lock table of the server, which all sessions share, is made for " INT64_FORMAT ".",
						   list_length(legs), locks, mig_gate_lock_table_size()),
				 errhint("Use CALL migrate.deploy(...), which commits each revision on its own, go in smaller steps, or increase max_locks_per_transaction.")));
}

void
mig_gate_cut(List *legs)
{
	ListCell   *lc;

	foreach(lc, legs)
		if (((MigLeg *) lfirst(lc))->irreversible)
			refuse_irreversible(lfirst(lc));
	foreach(lc, legs)
	{
		MigLeg	   *leg = lfirst(lc);

		leg->cut = checked_cut(leg, leg->script, mig_leg_direction(leg), leg->transactional);
		leg->verify_cut = checked_cut(leg, leg->verify, "verify", true);
	}
}

void
mig_gate_pass(List *legs)
{
	ListCell   *lc;

	mig_gate_cut(legs);
	foreach(lc, legs)
		if (!((MigLeg *) lfirst(lc))->transactional)
			refuse_not_transactional(lfirst(lc));
	check_locks(legs);
}

void
mig_gate_rehearse(List *legs)
{
	mig_gate_cut(legs);
	check_locks(legs);
}
