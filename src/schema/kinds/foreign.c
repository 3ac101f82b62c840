/*
 * foreign.c
 *	  Foreign data wrappers, servers, user mappings, and foreign tables.
 */
#include "postgres.h"

#include "catalog/pg_class.h"
#include "catalog/pg_foreign_data_wrapper.h"
#include "catalog/pg_foreign_server.h"
#include "catalog/pg_user_mapping.h"
#include "lib/stringinfo.h"

#include "schema/kinds.h"
#include "schema/options.h"
#include "schema/scope.h"

/* Every kind here has its options first. */
#define OPTIONS	0

/* " OPTIONS (..)" of a CREATE; "" for none. */
static const char *
options_clause(const MigFact *fact)
{
	if (mig_attr(fact, OPTIONS) == NULL)
		return "";
	return psprintf(" OPTIONS (%s)", mig_options_fdw_create(mig_attr(fact, OPTIONS)));
}

static void
alter_options(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER %s %s OPTIONS (%s)", new->kind->keyword, new->identity,
					   mig_options_fdw(mig_attr(old, OPTIONS), mig_attr(new, OPTIONS)));
}

enum
{
	HANDLER = 1,
	VALIDATOR,
};

static void
alter_handler(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER FOREIGN DATA WRAPPER %s %s", new->identity, mig_attr(new, HANDLER));
}

static void
alter_validator(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER FOREIGN DATA WRAPPER %s %s", new->identity, mig_attr(new, VALIDATOR));
}

static const MigAttr wrapper_attrs[] = {
	[OPTIONS] = {"options", MIG_ALTER, alter_options},
	[HANDLER] = {"handler", MIG_ALTER, alter_handler},
	[VALIDATOR] = {"validator", MIG_ALTER, alter_validator},
};

static void
create_wrapper(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "CREATE FOREIGN DATA WRAPPER %s %s %s%s", fact->identity, mig_attr(fact, HANDLER),
					   mig_attr(fact, VALIDATOR), options_clause(fact));
}

const MigKind mig_kind_wrapper = {
	.keyword = "FOREIGN DATA WRAPPER",
	.catalog = ForeignDataWrapperRelationId,
	.weight = 170,
	.query =
	"SELECT f.oid, 0, quote_ident(f.fdwname), NULL::oid, NULL::oid, NULL::int, " MIG_OPTIONS_FDW_SQL("f.fdwoptions") ","
	"       CASE f.fdwhandler WHEN 0 THEN 'NO HANDLER' ELSE 'HANDLER ' || f.fdwhandler::regproc END,"
	"       CASE f.fdwvalidator WHEN 0 THEN 'NO VALIDATOR' ELSE 'VALIDATOR ' || f.fdwvalidator::regproc END"
	"  FROM pg_foreign_data_wrapper f WHERE " MIG_SCOPE_SHOWN("f.fdwname") " AND " MIG_SCOPE_OWN("f.fdwowner"),
	MIG_ATTRS(wrapper_attrs),
	.create = create_wrapper,
};

enum
{
	WRAPPER = 1,
	TYPE,
	VERSION,
};

static void
alter_version(MigWriter *out, const MigFact *old, const MigFact *new)
{
	mig_text_statement(out, "ALTER SERVER %s VERSION %s", new->identity, mig_text_literal(mig_attr(new, VERSION)));
}

static const MigAttr server_attrs[] = {
	[OPTIONS] = {"options", MIG_ALTER, alter_options},
	[WRAPPER] = {"wrapper", MIG_REPLACE},
	[TYPE] = {"type", MIG_REPLACE},
	[VERSION] = {"version", MIG_ALTER, alter_version},
};

static void
create_server(MigWriter *out, const MigFact *fact, const List *clauses)
{
	const char *type = mig_attr(fact, TYPE);
	const char *version = mig_attr(fact, VERSION);

	mig_text_statement(out, "CREATE SERVER %s%s%s%s%s FOREIGN DATA WRAPPER %s%s", fact->identity,
					   type ? " TYPE " : "", type ? mig_text_literal(type) : "",
					   version ? " VERSION " : "", version ? mig_text_literal(version) : "",
					   mig_attr(fact, WRAPPER), options_clause(fact));
}

const MigKind mig_kind_server = {
	.keyword = "SERVER",
	.catalog = ForeignServerRelationId,
	.weight = 175,
	.query =
	"SELECT s.oid, 0, quote_ident(s.srvname), NULL::oid, NULL::oid, NULL::int, " MIG_OPTIONS_FDW_SQL("s.srvoptions") ","
	"       quote_ident(f.fdwname), s.srvtype, s.srvversion"
	"  FROM pg_foreign_server s JOIN pg_foreign_data_wrapper f ON f.oid = s.srvfdw"
	" WHERE " MIG_SCOPE_SHOWN("s.srvname") " AND " MIG_SCOPE_OWN("s.srvowner"),
	MIG_ATTRS(server_attrs),
	.create = create_server,
};

static const MigAttr mapping_attrs[] = {
	[OPTIONS] = {"options", MIG_ALTER, alter_options},
};

static void
create_mapping(MigWriter *out, const MigFact *fact, const List *clauses)
{
	mig_text_statement(out, "CREATE USER MAPPING %s%s", fact->identity, options_clause(fact));
}

/*
 * Secrets are nobody's schema: they are neither read, nor compared, nor written.
 * The catalog is closed to most roles; the view shows what one may see.
 */
const MigKind mig_kind_user_mapping = {
	.keyword = "USER MAPPING",
	.catalog = UserMappingRelationId,
	.weight = 180,
	.traits = MIG_REBUILDABLE,
	.query =
	"SELECT u.umid, 0, format('FOR %s SERVER %I', CASE u.umuser WHEN 0 THEN 'PUBLIC' ELSE u.umuser::regrole::text END,"
	"         s.srvname), 'pg_foreign_server'::regclass::oid, s.oid, 0,"
	"       " MIG_OPTIONS_FDW_SQL("ARRAY(SELECT p FROM unnest(u.umoptions) p"
							  " WHERE split_part(p, '=', 1) !~* '(pass|secret|key|token)')")
	"  FROM pg_user_mappings u JOIN pg_foreign_server s ON s.oid = u.srvid"
	" WHERE " MIG_SCOPE_SHOWN("s.srvname") " AND " MIG_SCOPE_OWN("s.srvowner"),
	MIG_ATTRS(mapping_attrs),
	.create = create_mapping,
};

enum
{
	SERVER = 1,
	PARENTS,
	BOUND,
};

static const MigAttr table_attrs[] = {
	[OPTIONS] = {"options", MIG_ALTER, alter_options},
	[SERVER] = {"server", MIG_REPLACE},
	[PARENTS] = {"parents", MIG_IGNORE},
	[BOUND] = {"partition bound", MIG_IGNORE},
};

static void
create_table(MigWriter *out, const MigFact *fact, const List *clauses)
{
	StringInfoData buf;
	char	   *body = psprintf("(\n    %s\n)", mig_text_join(clauses, ",\n    "));

	initStringInfo(&buf);
	appendStringInfo(&buf, "CREATE FOREIGN TABLE %s", fact->identity);
	if (mig_attr(fact, BOUND) != NULL)
		appendStringInfo(&buf, " PARTITION OF %s%s%s %s", mig_attr(fact, PARENTS), clauses ? " " : "",
						 clauses ? body : "", mig_attr(fact, BOUND));
	else
		appendStringInfo(&buf, " %s", clauses ? body : "()");
	if (mig_attr(fact, BOUND) == NULL && mig_attr(fact, PARENTS) != NULL)
		appendStringInfo(&buf, "\nINHERITS (%s)", mig_attr(fact, PARENTS));
	appendStringInfo(&buf, "\nSERVER %s%s", mig_attr(fact, SERVER), options_clause(fact));
	mig_text_statement(out, "%s", buf.data);
}

/* Its rows are elsewhere: dropping it loses none. */
const MigKind mig_kind_foreign_table = {
	.keyword = "FOREIGN TABLE",
	.catalog = RelationRelationId,
	.weight = 205,
	.traits = MIG_REBUILDABLE | MIG_RELNAME | MIG_TYPENAME,
	.query =
	"SELECT c.oid, 0, c.oid::regclass::text, 'pg_namespace'::regclass::oid, c.relnamespace, 0,"
	"       " MIG_OPTIONS_FDW_SQL("f.ftoptions") ", quote_ident(s.srvname),"
	"       (SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno)"
	"          FROM pg_inherits i WHERE i.inhrelid = c.oid),"
	"       pg_get_expr(c.relpartbound, c.oid)"
	"  FROM pg_class c JOIN pg_foreign_table f ON f.ftrelid = c.oid JOIN pg_foreign_server s ON s.oid = f.ftserver"
	" WHERE c.relkind = 'f' AND c.relnamespace = ANY ($1)",
	MIG_ATTRS(table_attrs),
	.create = create_table,
};
