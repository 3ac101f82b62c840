/*
 * compat.h
 *	  Differences between server versions, outside the kinds' queries.
 */
#ifndef MIG_COMPAT_H
#define MIG_COMPAT_H

#if PG_VERSION_NUM < 150000
#error "migrate needs PostgreSQL 15 or later"
#endif

/* 16 took the macros of variable-length values out of postgres.h. */
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/* 18 knows this word, and not the one of old. */
#if PG_VERSION_NUM < 180000
#define pg_noreturn pg_attribute_noreturn()
#endif

/* ExecutorRun lost its execute_once argument in 18. */
#if PG_VERSION_NUM >= 180000
#define mig_compat_executor_run(qd, dir, count)	ExecutorRun(qd, dir, count)
#else
#define mig_compat_executor_run(qd, dir, count)	ExecutorRun(qd, dir, count, true)
#endif

/* PortalRun lost its run_once argument in 18. */
#if PG_VERSION_NUM >= 180000
#define mig_compat_portal_run(portal, count, top, dest) \
	((void) PortalRun(portal, count, top, dest, dest, NULL))
#else
#define mig_compat_portal_run(portal, count, top, dest) \
	((void) PortalRun(portal, count, top, true, dest, dest, NULL))
#endif

/* 16 has one function for every catalog where 15 has one for each. */
#if PG_VERSION_NUM >= 160000
#define mig_compat_database_aclcheck(oid, role, mode) \
	object_aclcheck(DatabaseRelationId, oid, role, mode)
#define mig_compat_owns_schema(oid, role) \
	object_ownercheck(NamespaceRelationId, oid, role)
#define mig_compat_owns_extension(oid, role) \
	object_ownercheck(ExtensionRelationId, oid, role)
#define mig_compat_schema_aclcheck(oid, role, mode) \
	object_aclcheck(NamespaceRelationId, oid, role, mode)
#else
#define mig_compat_database_aclcheck(oid, role, mode)	pg_database_aclcheck(oid, role, mode)
#define mig_compat_owns_schema(oid, role)				pg_namespace_ownercheck(oid, role)
#define mig_compat_owns_extension(oid, role)			pg_extension_ownercheck(oid, role)
#define mig_compat_schema_aclcheck(oid, role, mode)		pg_namespace_aclcheck(oid, role, mode)
#endif

/* A generated column (CONSTR_GENERATED) may be virtual from 18 on. */
#if PG_VERSION_NUM >= 180000
#define mig_compat_is_virtual(constraint)	((constraint)->generated_kind == 'v')
#else
#define mig_compat_is_virtual(constraint)	false
#endif

/* ALTER COLUMN SET EXPRESSION came with 17. */
#define MIG_COMPAT_SET_EXPRESSION	(PG_VERSION_NUM >= 170000)

/* What UPDATE and the like return became a node of its own in 18. */
#if PG_VERSION_NUM >= 180000
#define mig_compat_returns(stmt)	((stmt)->returningClause != NULL)
#else
#define mig_compat_returns(stmt)	((stmt)->returningList != NIL)
#endif

/* The process of a virtual transaction, if it is still in that one. */
#if PG_VERSION_NUM >= 170000
#include "storage/procarray.h"
#define mig_compat_vxid_proc(vxid)	ProcNumberGetProc((vxid).procNumber)
#define mig_compat_proc_lxid(proc)	((proc)->vxid.lxid)
#else
#include "storage/sinvaladt.h"
#define mig_compat_vxid_proc(vxid)	BackendIdGetProc((vxid).backendId)
#define mig_compat_proc_lxid(proc)	((proc)->lxid)
#endif

/* Lets a background worker connect as a role that may not log in, from 17 on. */
#if PG_VERSION_NUM >= 170000
#define MIG_COMPAT_ANY_ROLE	BGWORKER_BYPASS_ROLELOGINCHECK
#else
#define MIG_COMPAT_ANY_ROLE	0
#endif

/* A type by its name, InvalidOid where there is none. */
#if PG_VERSION_NUM >= 160000
#include "nodes/miscnodes.h"
#define mig_compat_parse_type(name, oid, typmod) \
	((void) parseTypeString(name, oid, typmod, (Node *) &(ErrorSaveContext) {T_ErrorSaveContext}))
#else
#define mig_compat_parse_type(name, oid, typmod)	parseTypeString(name, oid, typmod, true)
#endif

#endif							/* MIG_COMPAT_H */
