"""
The server under test, spoken to through psql: databases made from a template,
scripts run with their errors kept.  PGHOST, PGPORT and PGUSER say where it is.
"""
import os
import re
import subprocess

TIMEOUT = 120


class SqlError(Exception):
    """A script failed; str() is psql's own message."""


def psql(db, sql, transaction=False, timeout=TIMEOUT):
    """Runs a script, stops at its first error, returns (stdout, stderr)."""
    command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=verbose",
               "-d", db] + (["-1"] if transaction else []) + ["-f", "-"]
    try:
        done = subprocess.run(command, input=sql.encode(), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=timeout,
                              env=dict(os.environ, PGCLIENTENCODING="UTF8"))
    except subprocess.TimeoutExpired:
        raise SqlError("no answer after %d s" % timeout)
    out, err = done.stdout.decode("utf8", "replace"), done.stderr.decode("utf8", "replace")
    if done.returncode:
        raise SqlError(err.strip())
    return out, err


def pg_dump(db, *options):
    """The schema of a database as pg_dump writes it."""
    done = subprocess.run(["pg_dump", "--schema-only", *options, "-d", db],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode:
        raise SqlError(done.stderr.decode("utf8", "replace"))
    return done.stdout.decode("utf8", "replace")


def ident(name):
    return '"%s"' % name.replace('"', '""')


def literal(text):
    """A dollar-quoted literal, whatever the text contains."""
    tag = "t"
    while "$%s$" % tag in text or text.endswith("$%s" % tag):
        tag += "t"
    return "$%s$%s$%s$" % (tag, text, tag)


def create_database(name, template=None):
    psql("postgres", "SET client_min_messages = error; DROP DATABASE IF EXISTS %s WITH (FORCE);\n"
         "CREATE DATABASE %s%s;" % (ident(name), ident(name),
                                    " TEMPLATE " + ident(template) if template else ""))


def drop_database(*names):
    psql("postgres", "SET client_min_messages = error;\n" +
         "\n".join("DROP DATABASE IF EXISTS %s WITH (FORCE);" % ident(n) for n in names))


CLEAR = r"""
SET client_min_messages = error;
SET session_replication_role = replica;
DO $$
DECLARE
	command text;
BEGIN
	FOR command IN
		SELECT format('DROP EVENT TRIGGER %I', evtname) FROM pg_event_trigger
		UNION ALL SELECT format('DROP PUBLICATION %I', pubname) FROM pg_publication
		UNION ALL SELECT format('DROP EXTENSION IF EXISTS %I CASCADE', extname) FROM pg_extension WHERE extname <> 'plpgsql'
		UNION ALL SELECT format('DROP SCHEMA IF EXISTS %I CASCADE', nspname) FROM pg_namespace
			WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
		UNION ALL SELECT format('DROP FOREIGN DATA WRAPPER IF EXISTS %I CASCADE', fdwname) FROM pg_foreign_data_wrapper
	LOOP
		EXECUTE command;
	END LOOP;
	FOR command IN
		SELECT format('DROP LANGUAGE IF EXISTS %I CASCADE', lanname) FROM pg_language WHERE oid >= 16384 AND lanname <> 'plpgsql'
		UNION ALL SELECT format('DROP ACCESS METHOD IF EXISTS %I CASCADE', amname) FROM pg_am WHERE oid >= 16384
		UNION ALL SELECT format('DROP CAST IF EXISTS (%s AS %s) CASCADE', format_type(castsource, -1), format_type(casttarget, -1))
			FROM pg_cast WHERE oid >= 16384
	LOOP
		EXECUTE command;
	END LOOP;
END $$;
DELETE FROM pg_default_acl;
SELECT lo_unlink(oid) FROM pg_largeobject_metadata;
CREATE SCHEMA public AUTHORIZATION pg_database_owner;
GRANT USAGE ON SCHEMA public TO PUBLIC;
COMMENT ON SCHEMA public IS 'standard public schema';
RESET session_replication_role;
"""

COUNTED = """class type proc cast event_trigger publication foreign_data_wrapper foreign_server
user_mapping language am transform default_acl extension operator opclass opfamily amop amproc
collation conversion ts_config ts_dict ts_parser ts_template statistic_ext policy trigger rewrite
constraint description seclabel largeobject_metadata inherits"""

CENSUS = "SELECT string_agg(n::text, ' ') FROM (%s) q(n);" % " UNION ALL ".join(
    ["SELECT count(*) FROM pg_namespace WHERE nspname !~ '^pg_.*temp_'"] +
    ["SELECT count(*) FROM pg_" + c for c in COUNTED.split()])


class ScratchDatabase:
    """
    A database that is emptied for every use.  Making one takes a third of a
    second, emptying it a few milliseconds; what is left over is counted, and
    when that is not what a new one has, it is made again.
    """

    def __init__(self, name, extension):
        self.name = name
        self.fill = "CREATE EXTENSION migrate;\n" if extension else ""
        self.census = None

    def fresh(self):
        """The name of the database, empty but for the extension."""
        if self.census:
            try:
                if self.clear("ALTER DATABASE %s RESET ALL;\n" % ident(self.name)) == self.census:
                    return self.name
            except SqlError:
                pass                    # it is made again
        create_database(self.name)
        self.census = self.clear("")
        return self.name

    def clear(self, first):
        out, _ = psql(self.name, first + CLEAR + self.fill + CENSUS, transaction=True)
        return out.rstrip("\n").rsplit("\n", 1)[-1]

    def drop(self):
        drop_database(self.name)


def user_schemas(*dbs):
    """The names, quoted, of the schemas of the databases that a user could mean, sorted."""
    found = set()
    for db in dbs:
        out, _ = psql(db, "SELECT quote_ident(nspname) FROM pg_namespace n WHERE nspname !~ '^pg_'"
                      " AND nspname NOT IN ('information_schema', 'migrate') AND NOT EXISTS"
                      " (SELECT FROM pg_depend d WHERE d.classid = 'pg_namespace'::regclass"
                      " AND d.objid = n.oid AND d.deptype = 'e');")
        found.update(out.split("\n"))
    return sorted(found - {""})


def manage(db, schemas):
    """Sets migrate.schemas for the database; the names are quoted already."""
    psql("postgres", "ALTER DATABASE %s SET migrate.schemas = %s;"
         % (ident(db), literal(", ".join(schemas))))


def is_empty_script(text):
    """True if a script holds nothing but comments and white space."""
    text = re.sub(r"--[^\n]*", "", text or "")
    return not re.sub(r"/\*.*?\*/", "", text, flags=re.S).strip()


def autogenerate(db, message, renames=None):
    """Stores an autogenerated revision; returns (id, upgrade, downgrade)."""
    arguments = "%s, autogenerate => true" % literal(message)
    if renames:
        arguments += ", renames => ARRAY[%s]" % ", ".join(literal(r) for r in renames)
    psql(db, "SELECT migrate.revision(%s);" % arguments)
    return newest_revision(db)


def diff_script(db, source, target):
    """What migrate.diff says leads from one state to another, as a script."""
    out, _ = psql(db, "\\pset recordsep ''\nSELECT statement || E';\\n\\n' FROM migrate.diff(%s, %s)"
                  " ORDER BY step;" % (literal(source), literal(target)))
    return out


def newest_revision(db):
    out, _ = psql(db, "\\pset fieldsep '\\x1f'\n\\pset recordsep_zero on\n"
                  "SELECT revision, upgrade, downgrade FROM migrate.revisions"
                  " ORDER BY created_at DESC LIMIT 1;")
    return out.rstrip("\0\n").split("\x1f")
