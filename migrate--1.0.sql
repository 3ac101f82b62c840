/* migrate--1.0.sql: declares; C computes. */

\echo Use "CREATE EXTENSION migrate" to load this file. \quit

--
-- The store: what the revisions are.
--

CREATE FUNCTION migrate.digest(upgrade text, downgrade text, verify text) RETURNS bytea
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'migrate_digest';
COMMENT ON FUNCTION migrate.digest(text, text, text) IS
	'the SHA-256 of a revision''s scripts, any of which may be NULL';

CREATE TABLE migrate.revisions (
	revision text COLLATE "C" PRIMARY KEY
		CHECK (revision !~ '^-|[@+:[:cntrl:]]' AND revision <> '' AND revision NOT IN ('head', 'heads', 'base', 'current')),
	down_revision text[] NOT NULL DEFAULT '{}',
	depends_on text[] NOT NULL DEFAULT '{}',
	branch_label text[] NOT NULL DEFAULT '{}',
	message text NOT NULL,
	upgrade text,
	downgrade text,
	verify text,
	derived boolean NOT NULL DEFAULT false,
	transactional boolean NOT NULL DEFAULT true,
	digest bytea NOT NULL GENERATED ALWAYS AS (migrate.digest(upgrade, downgrade, verify)) STORED,
	created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	created_by text NOT NULL DEFAULT session_user
);
COMMENT ON TABLE migrate.revisions IS 'the revisions: one row each, written by migrate.revision, merge, edit and remove';

CREATE FUNCTION migrate.revisions_changed() RETURNS trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'migrate_revisions_changed';
COMMENT ON FUNCTION migrate.revisions_changed() IS
	'tells every session that the revisions changed; for the trigger on migrate.revisions';

CREATE TRIGGER revisions_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON migrate.revisions
	FOR EACH STATEMENT EXECUTE FUNCTION migrate.revisions_changed();
ALTER TABLE migrate.revisions ENABLE ALWAYS TRIGGER revisions_changed;

REVOKE ALL ON FUNCTION migrate.digest(text, text, text), migrate.revisions_changed() FROM PUBLIC;

--
-- What was done: marks say where the database stands, applied says with which
-- scripts it got there, journal keeps everything ever run.  The tenant is the
-- schema that a history serves; '' is the database itself.
--

CREATE TABLE migrate.marks (
	tenant text COLLATE "C" NOT NULL DEFAULT '',
	revision text COLLATE "C" NOT NULL,
	PRIMARY KEY (tenant, revision)
);
COMMENT ON TABLE migrate.marks IS 'the version marks: the revisions at which the database stands';

CREATE TABLE migrate.applied (
	tenant text COLLATE "C" NOT NULL DEFAULT '',
	revision text COLLATE "C" NOT NULL,
	digest bytea NOT NULL,
	applied_at timestamptz NOT NULL,
	applied_by text NOT NULL,
	PRIMARY KEY (tenant, revision)
);
COMMENT ON TABLE migrate.applied IS 'the applied revisions, with the SHA-256 of the scripts that were applied';

CREATE TABLE migrate.journal (
	run uuid NOT NULL,
	step integer NOT NULL,
	tenant text COLLATE "C" NOT NULL DEFAULT '',
	at timestamptz NOT NULL,
	direction text NOT NULL CHECK (direction IN ('upgrade', 'downgrade', 'stamp')),
	revision text NOT NULL,
	message text,
	outcome text NOT NULL CHECK (outcome IN ('running', 'done', 'failed', 'interrupted')),
	elapsed interval,
	run_by text NOT NULL,
	application_name text,
	client_addr inet,
	sqlstate text,
	error text,
	statements integer,
	statements_total integer,
	statements_digest bytea,
	PRIMARY KEY (run, step)
);
COMMENT ON TABLE migrate.journal IS 'everything ever run: one row a step';
COMMENT ON COLUMN migrate.journal.statements IS 'how many statements of a revision that runs outside of a transaction are complete';
COMMENT ON COLUMN migrate.journal.statements_digest IS 'the SHA-256 of their texts, chained';

CREATE TABLE migrate.runs (
	run uuid PRIMARY KEY,
	tag oid NOT NULL,
	command text NOT NULL CHECK (command IN ('deploy', 'rollback', 'backfill')),
	target text NOT NULL,
	steps integer,
	outcome text NOT NULL CHECK (outcome IN ('queued', 'running', 'done', 'failed', 'interrupted')),
	at timestamptz NOT NULL DEFAULT clock_timestamp(),
	ended_at timestamptz,
	run_by text NOT NULL DEFAULT session_user,
	application_name text,
	client_addr inet,
	sqlstate text,
	error text,
	"position" jsonb,
	rows_done bigint,
	rows_changed bigint,
	rows_total bigint
);
COMMENT ON TABLE migrate.runs IS 'the runs of those who commit as they go, deploy, rollback and backfill: one row each';
COMMENT ON COLUMN migrate.runs.tag IS 'stands for the run in the tags of its locks';
COMMENT ON COLUMN migrate.runs.target IS 'of a backfill: what it updates';
COMMENT ON COLUMN migrate.runs."position" IS 'of a backfill: the primary key of the last row that it has been at';
COMMENT ON COLUMN migrate.runs.rows_total IS 'of a backfill: how many rows the table had by the planner''s estimate';

CREATE VIEW migrate.runs_alive AS
	SELECT l.objid AS tag, l.pid,
		(SELECT pg_catalog.min(s.classid::bigint) - 2147483648 FROM pg_catalog.pg_locks s
			WHERE s.locktype = 'advisory' AND s.database = l.database AND s.objsubid = 19783
				AND s.objid = l.objid AND s.pid = l.pid AND s.classid >= 2147483648::oid) AS statement
	FROM pg_catalog.pg_locks l
	WHERE l.locktype = 'advisory' AND l.objsubid = 19783 AND l.classid = 3::oid
		AND l.mode = 'ExclusiveLock' AND l.granted
		AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database());
COMMENT ON VIEW migrate.runs_alive IS 'the runs that a process is at work on, and the number of the statement it runs';

SELECT pg_catalog.pg_extension_config_dump('migrate.revisions', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.marks', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.applied', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.journal', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.runs', '');

CREATE TYPE migrate.step AS (
	direction text,
	revision text,
	message text,
	elapsed interval
);
COMMENT ON TYPE migrate.step IS 'one step of a journey, in the order run';

--
-- Rights: PUBLIC has none.
--

CREATE FUNCTION migrate.grant_access(role regrole, access text)
	RETURNS void LANGUAGE c STRICT AS 'MODULE_PATHNAME', 'migrate_grant_access';
COMMENT ON FUNCTION migrate.grant_access(regrole, text) IS
	'grants a role one of three accesses: ''reading'', ''authoring'', ''running''; the latter two include reading; errors: 22023 another access, 42501';

CREATE FUNCTION migrate.revoke_access(role regrole)
	RETURNS void LANGUAGE c STRICT AS 'MODULE_PATHNAME', 'migrate_revoke_access';
COMMENT ON FUNCTION migrate.revoke_access(regrole) IS
	'takes every access from a role; error: 42501';

REVOKE ALL ON FUNCTION migrate.grant_access(regrole, text), migrate.revoke_access(regrole) FROM PUBLIC;

--
-- Authoring.
--

CREATE FUNCTION migrate.revision(message text, upgrade text DEFAULT NULL, downgrade text DEFAULT NULL,
		verify text DEFAULT NULL, autogenerate boolean DEFAULT false, rev_id text DEFAULT NULL,
		head text DEFAULT 'head', splice boolean DEFAULT false, branch_label text[] DEFAULT NULL,
		depends_on text[] DEFAULT NULL, transactional boolean DEFAULT true, renames text[] DEFAULT NULL,
		online boolean DEFAULT false)
	RETURNS text LANGUAGE c AS 'MODULE_PATHNAME', 'migrate_revision';
COMMENT ON FUNCTION migrate.revision(text, text, text, text, boolean, text, text, boolean, text[], text[], boolean, text[], boolean) IS
	'stores a revision and returns its id; renames, for autogenerate, as in ''public.users.name=full_name''; online: in its online form, see migrate.online; errors: 22023 a bad name or a parent that is no head, MG001 to MG003 for head and depends_on, MG004 an id or label that exists, MG050 a statement that refuses a transaction block in a transactional revision';

CREATE FUNCTION migrate.merge(revisions text[], message text DEFAULT NULL, rev_id text DEFAULT NULL,
		branch_label text[] DEFAULT NULL, depends_on text[] DEFAULT NULL)
	RETURNS text LANGUAGE c AS 'MODULE_PATHNAME', 'migrate_merge';
COMMENT ON FUNCTION migrate.merge(text[], text, text, text[], text[]) IS
	'stores a revision that joins heads and returns its id; ARRAY[''heads''] is all of them; errors as migrate.revision';

CREATE FUNCTION migrate.edit(revision text, upgrade text DEFAULT NULL, downgrade text DEFAULT NULL,
		verify text DEFAULT NULL, message text DEFAULT NULL)
	RETURNS void LANGUAGE c AS 'MODULE_PATHNAME', 'migrate_edit';
COMMENT ON FUNCTION migrate.edit(text, text, text, text, text) IS
	'changes what is given of a stored revision; errors: MG001, MG002, MG011 for the scripts of an applied one, MG050 as migrate.revision';

CREATE FUNCTION migrate.remove(revision text)
	RETURNS void LANGUAGE c STRICT AS 'MODULE_PATHNAME', 'migrate_remove';
COMMENT ON FUNCTION migrate.remove(text) IS
	'deletes a revision; errors: MG001, MG002, MG011 it is applied, 2BP01 others follow it';

CREATE FUNCTION migrate.baseline(message text DEFAULT 'baseline', rev_id text DEFAULT NULL)
	RETURNS text LANGUAGE c AS 'MODULE_PATHNAME', 'migrate_baseline';
COMMENT ON FUNCTION migrate.baseline(text, text) IS
	'makes the schema that the database has its first revision, stamped as applied, and returns its id; NULL, with a NOTICE, when there is nothing in the managed schemas; errors: 55000 there are revisions already, those of migrate.capture';

CREATE FUNCTION migrate.capture(message text, rev_id text DEFAULT NULL, renames text[] DEFAULT NULL)
	RETURNS text LANGUAGE c AS 'MODULE_PATHNAME', 'migrate_capture';
COMMENT ON FUNCTION migrate.capture(text, text, text[]) IS
	'stores what was changed in the database by hand as a revision, stamped as applied, and returns its id, NULL when nothing was; errors: MG010, MG022, 42501, and as migrate.revision';

REVOKE ALL ON FUNCTION
	migrate.capture(text, text, text[]), migrate.baseline(text, text),
	migrate.revision(text, text, text, text, boolean, text, text, boolean, text[], text[], boolean, text[], boolean),
	migrate.merge(text[], text, text, text[], text[]),
	migrate.edit(text, text, text, text, text),
	migrate.remove(text)
FROM PUBLIC;

--
-- Looking.
--

CREATE FUNCTION migrate.current(OUT revision text, OUT message text, OUT is_head boolean,
		OUT applied_at timestamptz, OUT applied_by text)
	RETURNS SETOF record LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'migrate_current';
COMMENT ON FUNCTION migrate.current() IS
	'the version marks, one row each: the revisions at which the database stands';

CREATE FUNCTION migrate.history(range text DEFAULT NULL, OUT revision text, OUT down_revision text[],
		OUT depends_on text[], OUT branch_label text[], OUT message text, OUT is_head boolean,
		OUT is_current boolean, OUT is_branchpoint boolean, OUT is_mergepoint boolean, OUT is_applied boolean,
		OUT created_at timestamptz, OUT created_by text, OUT applied_at timestamptz)
	RETURNS SETOF record LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'migrate_history';
COMMENT ON FUNCTION migrate.history(text) IS
	'the revisions, newest first, or those in a range: ''a:b'', ''a:'', '':b'', ''-3:current'', ''current:+3''; errors: 22023 no range, MG001 to MG006';

CREATE FUNCTION migrate.heads(OUT revision text, OUT down_revision text[],
		OUT depends_on text[], OUT branch_label text[], OUT message text, OUT is_head boolean,
		OUT is_current boolean, OUT is_branchpoint boolean, OUT is_mergepoint boolean, OUT is_applied boolean,
		OUT created_at timestamptz, OUT created_by text, OUT applied_at timestamptz)
	RETURNS SETOF record LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'migrate_heads';
COMMENT ON FUNCTION migrate.heads() IS 'the revisions that no other has as a parent, newest first';

CREATE FUNCTION migrate.branches(OUT revision text, OUT down_revision text[],
		OUT depends_on text[], OUT branch_label text[], OUT message text, OUT is_head boolean,
		OUT is_current boolean, OUT is_branchpoint boolean, OUT is_mergepoint boolean, OUT is_applied boolean,
		OUT created_at timestamptz, OUT created_by text, OUT applied_at timestamptz)
	RETURNS SETOF record LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'migrate_branches';
COMMENT ON FUNCTION migrate.branches() IS 'the revisions that several others have as a parent, newest first';

CREATE FUNCTION migrate.resolve(target text)
	RETURNS text[] LANGUAGE c STABLE STRICT AS 'MODULE_PATHNAME', 'migrate_resolve';
COMMENT ON FUNCTION migrate.resolve(text) IS
	'the revisions that a target or a partial id means now, none for base; errors: MG001 to MG003, MG006';

CREATE FUNCTION migrate.plan(target text DEFAULT 'head', downgrade boolean DEFAULT false)
	RETURNS SETOF migrate.step LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'migrate_plan';
COMMENT ON FUNCTION migrate.plan(text, boolean) IS
	'the steps that upgrade or downgrade would run, in order, running nothing; errors: those of the target, MG001 to MG006';

CREATE FUNCTION migrate.stamp(target text, purge boolean DEFAULT false)
	RETURNS SETOF migrate.step LANGUAGE c AS 'MODULE_PATHNAME', 'migrate_stamp';
COMMENT ON FUNCTION migrate.stamp(text, boolean) IS
	'moves the version marks to a target and runs nothing; purge clears all marks first; errors: MG001 to MG003, 25006, 40001';

CREATE FUNCTION migrate.stamp(targets text[], purge boolean DEFAULT false)
	RETURNS SETOF migrate.step LANGUAGE c AS 'MODULE_PATHNAME', 'migrate_stamp_all';
COMMENT ON FUNCTION migrate.stamp(text[], boolean) IS
	'moves the version marks to several targets, none being base, and runs nothing; errors: MG001 to MG003, 25006, 40001';

CREATE FUNCTION migrate.show(revision text)
	RETURNS text LANGUAGE c STABLE STRICT AS 'MODULE_PATHNAME', 'migrate_show';
COMMENT ON FUNCTION migrate.show(text) IS
	'a revision as a person reads it, scripts included; ''current'' and ''heads'' show them all; errors: MG001 to MG003';

CREATE FUNCTION migrate.graph(format text DEFAULT 'text')
	RETURNS text LANGUAGE c STABLE STRICT AS 'MODULE_PATHNAME', 'migrate_graph';
COMMENT ON FUNCTION migrate.graph(text) IS
	'the revision graph, newest first: ''text'' as git log --graph, ''dot'' for Graphviz, ''mermaid''; error: 22023 another format';

CREATE VIEW migrate.log AS
	SELECT j.at, j.direction, j.revision, j.message,
		CASE WHEN j.outcome <> 'running' THEN j.outcome
			WHEN EXISTS (SELECT FROM migrate.runs r JOIN migrate.runs_alive a USING (tag) WHERE r.run = j.run) THEN 'running'
			ELSE 'interrupted' END AS outcome,
		j.elapsed, j.run_by, j.application_name, j.client_addr,
		j.error, j.sqlstate, j.statements, j.tenant, j.run, j.step
	FROM migrate.journal j
	ORDER BY j.at, j.run, j.step;
COMMENT ON VIEW migrate.log IS 'everything ever run, in the order run: one row a step; a step whose process is gone is interrupted';

CREATE VIEW migrate.progress AS
	SELECT r.run, r.command, r.target,
		CASE WHEN a.pid IS NULL THEN 'interrupted' ELSE r.outcome END AS state,
		j.direction, j.revision, j.message, j.step, r.steps,
		a.statement, j.statements_total AS statements,
		s.query AS text,
		pg_catalog.clock_timestamp() - s.xact_start AS elapsed,
		coalesce((SELECT CASE w.locktype WHEN 'advisory' THEN 'its turn' WHEN 'virtualxid' THEN 'an older transaction'
				ELSE w.mode || ' on ' || coalesce(w.relation::regclass::text, w.locktype) END
			FROM pg_catalog.pg_locks w WHERE w.pid = a.pid AND NOT w.granted LIMIT 1),
			pg_catalog.substring(s.query, '^migrate: waits for (.*)')) AS waiting_for,
		CASE WHEN s.wait_event_type = 'Lock' THEN pg_catalog.pg_blocking_pids(a.pid) END AS blocked_by,
		i.phase AS index_phase,
		CASE WHEN i.tuples_total > 0 THEN i.tuples_done WHEN i.blocks_total > 0 THEN i.blocks_done
			ELSE i.lockers_done END AS index_done,
		CASE WHEN i.tuples_total > 0 THEN i.tuples_total WHEN i.blocks_total > 0 THEN i.blocks_total
			ELSE i.lockers_total END AS index_total,
		r.rows_done, r.rows_total, r.rows_changed,
		a.pid, r.run_by, r.at AS started_at, pg_catalog.clock_timestamp() - r.at AS run_elapsed
	FROM migrate.runs r
		LEFT JOIN migrate.runs_alive a USING (tag)
		LEFT JOIN migrate.journal j ON j.run = r.run AND j.outcome = 'running'
		LEFT JOIN pg_catalog.pg_stat_activity s ON s.pid = a.pid
		LEFT JOIN pg_catalog.pg_stat_progress_create_index i ON i.pid = a.pid
	WHERE r.outcome IN ('queued', 'running')
	ORDER BY r.at, r.run;
COMMENT ON VIEW migrate.progress IS
	'the runs that are under way or were killed: revision step of steps, statement of statements, its text, how long its transaction has taken, what it waits for and who has that, how far an index or a backfill is';

CREATE FUNCTION migrate.settings(OUT name text, OUT setting text, OUT default_value text, OUT description text)
	RETURNS SETOF record LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
	BEGIN ATOMIC
		SELECT s.name, s.setting, s.boot_val, s.short_desc
		FROM pg_catalog.pg_settings s
		WHERE pg_catalog.starts_with(s.name, 'migrate.')
		ORDER BY s.name;
	END;
COMMENT ON FUNCTION migrate.settings() IS 'the settings of the extension, with their defaults';

REVOKE ALL ON FUNCTION
	migrate.current(), migrate.history(text), migrate.heads(), migrate.branches(), migrate.resolve(text),
	migrate.plan(text, boolean), migrate.stamp(text, boolean), migrate.stamp(text[], boolean),
	migrate.show(text), migrate.graph(text), migrate.settings()
FROM PUBLIC;

--
-- Lint: what is dangerous about a revision.
--

CREATE TYPE migrate.finding AS (
	revision text,
	direction text,
	statement integer,
	line integer,
	rule text,
	severity text,
	message text,
	safer text
);
COMMENT ON TYPE migrate.finding IS 'what migrate.lint has found: statement and line count from 1, NULL where it is about the whole script';

CREATE FUNCTION migrate.lint(revision text DEFAULT 'pending') RETURNS SETOF migrate.finding
	LANGUAGE c AS 'MODULE_PATHNAME', 'migrate_lint';
COMMENT ON FUNCTION migrate.lint(text) IS
	'what is dangerous about the scripts of a revision, of a range, or of all that are pending, by their parse trees and the catalogs, with a safer way; runs nothing; errors: MG001 to MG006 no such revision or range, 22023 a setting names a rule that is not there';

CREATE FUNCTION migrate.lint_rules(OUT rule text, OUT severity text, OUT optional boolean, OUT lock text,
		OUT scans boolean, OUT rewrites boolean, OUT fails boolean, OUT summary text)
	RETURNS SETOF record LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'migrate_lint_rules';
COMMENT ON FUNCTION migrate.lint_rules() IS
	'the rules of migrate.lint: whether migrate.lint_also has to name it, the lock on the table that the reported statement takes, whether it reads or rewrites all of it or fails';

REVOKE ALL ON FUNCTION migrate.lint(text), migrate.lint_rules() FROM PUBLIC;

--
-- The model: the desired state, and what differs from it.
--

CREATE TABLE migrate.model_parts (
	name text COLLATE "C" PRIMARY KEY,
	ddl text NOT NULL,
	set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	set_by text NOT NULL DEFAULT session_user
);
COMMENT ON TABLE migrate.model_parts IS 'the model: parts of the desired state as DDL, loaded in order of name; written by migrate.set_model';
SELECT pg_catalog.pg_extension_config_dump('migrate.model_parts', '');

CREATE UNLOGGED TABLE migrate.model_cache (
	what text COLLATE "C" CHECK (what IN ('facts', 'live', 'equal')),
	key text COLLATE "C",
	facts bytea NOT NULL,
	PRIMARY KEY (what, key)
);
COMMENT ON TABLE migrate.model_cache IS 'what the model was read as when it was last built, what the live schemas were read as, and which state of the catalogs was equal to the model; may be emptied at any time';

CREATE FUNCTION migrate.set_model(ddl text, name text DEFAULT 'model') RETURNS void
	LANGUAGE c AS 'MODULE_PATHNAME', 'migrate_set_model';
COMMENT ON FUNCTION migrate.set_model(text, text) IS
	'stores a part of the desired state as DDL; parts are loaded in order of name; NULL removes the part';

CREATE FUNCTION migrate.model() RETURNS text
	LANGUAGE c STABLE AS 'MODULE_PATHNAME', 'migrate_model';
COMMENT ON FUNCTION migrate.model() IS
	'the whole desired state, part by part; NULL when there is none';

CREATE FUNCTION migrate.diff(source text DEFAULT 'live', target text DEFAULT 'model', renames text[] DEFAULT NULL,
		OUT step integer, OUT action text, OUT kind text, OUT object text, OUT statement text, OUT destructive boolean)
	RETURNS SETOF record LANGUAGE c AS 'MODULE_PATHNAME', 'migrate_diff';
COMMENT ON FUNCTION migrate.diff(text, text, text[]) IS
	'the ordered statements that turn one state into another: live, model, base, head, a revision, or schema:NAME; destructive: data is lost; renames: as in ''public.users.name=full_name'', names in the source; errors: MG001 no such state, 22023 and 42704 for renames';

CREATE FUNCTION migrate."check"() RETURNS text
	LANGUAGE c AS 'MODULE_PATHNAME', 'migrate_check';
COMMENT ON FUNCTION migrate."check"() IS
	'raises MG021 with the pending operations when the database differs from the model, else says that there are none';

CREATE FUNCTION migrate.drift(
		OUT step integer, OUT action text, OUT kind text, OUT object text, OUT statement text, OUT destructive boolean)
	RETURNS SETOF record LANGUAGE sql
BEGIN ATOMIC
	SELECT d.step, d.action, d.kind, d.object, d.statement, d.destructive
	  FROM migrate.diff('live', 'heads') d;
END;
COMMENT ON FUNCTION migrate.drift() IS
	'what was changed behind the revisions'' back: the statements that would turn the database into what its revisions give';
REVOKE ALL ON FUNCTION migrate.drift() FROM PUBLIC;

REVOKE ALL ON FUNCTION migrate.set_model(text, text), migrate.model(), migrate.diff(text, text, text[]), migrate."check"() FROM PUBLIC;

--
-- Files: revisions as texts that live in a repository.
--

CREATE FUNCTION migrate.file_name(revision text)
	RETURNS text LANGUAGE c STABLE STRICT AS 'MODULE_PATHNAME', 'migrate_file_name';
COMMENT ON FUNCTION migrate.file_name(text) IS
	'the name of a revision''s file, by the setting migrate.file_template; times are in UTC; errors: MG001 to MG003, 22023 the template is not one';

CREATE FUNCTION migrate.file_text(revision text)
	RETURNS text LANGUAGE c STABLE STRICT AS 'MODULE_PATHNAME', 'migrate_file_text';
COMMENT ON FUNCTION migrate.file_text(text) IS
	'the text of a revision''s file, which migrate.add_file stores as the same revision again; errors: MG001 to MG003';

CREATE FUNCTION migrate.add_file(name text, text text)
	RETURNS text LANGUAGE c STRICT AS 'MODULE_PATHNAME', 'migrate_add_file';
COMMENT ON FUNCTION migrate.add_file(text, text) IS
	'stores a revision file, or one in a folder "model" as a part of the model; returns ''added'', ''updated'' or ''unchanged'' (white space at line ends does not count); errors: MG060 the file can''t be read, MG004 the history would be broken, MG020 the revision is applied and its file is another now';

CREATE FUNCTION migrate.add_files(names text[], texts text[], format text DEFAULT 'migrate',
		version_table regclass DEFAULT NULL, OUT name text, OUT revision text, OUT action text)
	RETURNS SETOF record LANGUAGE c AS 'MODULE_PATHNAME', 'migrate_add_files';
COMMENT ON FUNCTION migrate.add_files(text[], text[], text, regclass) IS
	'stores a whole set of files, all of them or none: one row a file with ''added'', ''updated'', ''unchanged'', or ''removed'' for a part of the model that is not among them; format and version_table are those of migrate.import; errors: as migrate.import, and 22023 arrays of different lengths';

CREATE FUNCTION migrate.import(directory text, format text DEFAULT 'migrate', version_table regclass DEFAULT NULL,
		OUT name text, OUT revision text, OUT action text)
	RETURNS SETOF record LANGUAGE c AS 'MODULE_PATHNAME', 'migrate_import';
COMMENT ON FUNCTION migrate.import(text, text, regclass) IS
	'stores the files of a directory on the server, written for this extension or for another tool, and stamps what that tool has applied by its version_table, NULL: the one with the usual name; result as of migrate.add_files; errors: 42501 without the rights of pg_read_server_files, 42602 the path is not absolute, 58P01 there are no such files, MG060 files can''t be read, MG004 the history would be broken, MG020 a revision is applied and its file is another now, 22023 no such format, 42P09 several version tables, 55000 that tool left something half done';

CREATE FUNCTION migrate.export(directory text, OUT name text, OUT revision text, OUT action text)
	RETURNS SETOF record LANGUAGE c STRICT AS 'MODULE_PATHNAME', 'migrate_export';
COMMENT ON FUNCTION migrate.export(text) IS
	'writes all revisions and the model into a directory on the server, which migrate.import reads: a file that a revision has there keeps its name; one row a file with ''added'', ''updated'' or ''unchanged''; errors: 42501 without the rights of pg_read_server_files and pg_write_server_files, 42602 the path is not absolute, 58P02 a file of that name is another''s, 22023 a part of the model has a name that no file can have';

REVOKE ALL ON FUNCTION
	migrate.file_name(text), migrate.file_text(text), migrate.add_file(text, text),
	migrate.add_files(text[], text[], text, regclass), migrate.import(text, text, regclass), migrate.export(text)
FROM PUBLIC;

--
-- Running.
--

CREATE FUNCTION migrate.upgrade(target text DEFAULT 'head') RETURNS SETOF migrate.step
	LANGUAGE c VOLATILE AS 'MODULE_PATHNAME', 'migrate_upgrade';
COMMENT ON FUNCTION migrate.upgrade(text) IS
	'runs every step up to the target inside the caller''s transaction, all of it or nothing; one row a step, in the order run; no rows and no write at the target already; errors: MG001-MG006 the target, MG020 an applied revision was edited, MG050 a revision or statement refuses a transaction block, 25006 read-only, 40001, 55P03 the lock, and those of the scripts';

CREATE FUNCTION migrate.upgrade(steps integer) RETURNS SETOF migrate.step
	LANGUAGE c VOLATILE AS 'MODULE_PATHNAME', 'migrate_upgrade_by';
COMMENT ON FUNCTION migrate.upgrade(integer) IS
	'migrate.upgrade(''+steps''): so many steps up from where the database stands; errors: as migrate.upgrade(text)';

CREATE FUNCTION migrate.downgrade(target text) RETURNS SETOF migrate.step
	LANGUAGE c VOLATILE AS 'MODULE_PATHNAME', 'migrate_downgrade';
COMMENT ON FUNCTION migrate.downgrade(text) IS
	'runs every step down to the target inside the caller''s transaction, all of it or nothing; one row a step, in the order run; errors: those of migrate.upgrade, MG005 no path, MG040 a step cannot be reversed';

CREATE FUNCTION migrate.downgrade(steps integer) RETURNS SETOF migrate.step
	LANGUAGE c VOLATILE AS 'MODULE_PATHNAME', 'migrate_downgrade_by';
COMMENT ON FUNCTION migrate.downgrade(integer) IS
	'migrate.downgrade(''-1'') and so on, from an integer; errors: as migrate.downgrade(text)';

CREATE FUNCTION migrate.script(range text, downgrade boolean DEFAULT false) RETURNS text
	LANGUAGE c VOLATILE AS 'MODULE_PATHNAME', 'migrate_script';
COMMENT ON FUNCTION migrate.script(text, boolean) IS
	'offline mode: the SQL that the steps of a range ("to" or "from:to") would run, version marks included, as a script for psql; runs nothing; errors: MG001-MG006 the range, MG040, MG050, 22023 a downgrade without "from:"';

CREATE PROCEDURE migrate.deploy(target text DEFAULT 'head')
	LANGUAGE c AS 'MODULE_PATHNAME', 'migrate_deploy';
COMMENT ON PROCEDURE migrate.deploy(text) IS
	'migrate.upgrade for a live system: each revision commits on its own; runs those that refuse a transaction block, statement by statement, and goes on where a failed or killed run ended; lock timeouts and retries; errors: as migrate.upgrade, 25001 not CALLed by itself';

CREATE PROCEDURE migrate.rollback(target text)
	LANGUAGE c AS 'MODULE_PATHNAME', 'migrate_rollback';
COMMENT ON PROCEDURE migrate.rollback(text) IS
	'migrate.downgrade for a live system: as migrate.deploy, backwards; errors: as migrate.downgrade, 25001 not CALLed by itself';

REVOKE ALL ON PROCEDURE migrate.deploy(text), migrate.rollback(text) FROM PUBLIC;

CREATE FUNCTION migrate.deploy_async(target text DEFAULT 'head') RETURNS uuid
	LANGUAGE c VOLATILE AS 'MODULE_PATHNAME', 'migrate_deploy_async';
COMMENT ON FUNCTION migrate.deploy_async(text) IS
	'migrate.deploy in a background worker, which begins when the caller commits, as the calling role with the settings of its session; returns the run, for migrate.progress, wait and cancel; errors: those of the target, 25006, 53400 no worker is free';

CREATE FUNCTION migrate.rollback_async(target text) RETURNS uuid
	LANGUAGE c VOLATILE AS 'MODULE_PATHNAME', 'migrate_rollback_async';
COMMENT ON FUNCTION migrate.rollback_async(text) IS
	'migrate.rollback in a background worker: as migrate.deploy_async, backwards';

CREATE FUNCTION migrate.cancel(run uuid) RETURNS boolean
	LANGUAGE c VOLATILE STRICT AS 'MODULE_PATHNAME', 'migrate_cancel';
COMMENT ON FUNCTION migrate.cancel(uuid) IS
	'cancels the statement that a run is at, which ends the run; what is done stays done; false when no process is at work on it; errors: 42704 no such run, 42501 not the run''s role, nor a member of pg_signal_backend';

CREATE PROCEDURE migrate.wait(run uuid)
	LANGUAGE c AS 'MODULE_PATHNAME', 'migrate_wait';
COMMENT ON PROCEDURE migrate.wait(uuid) IS
	'waits until a run has ended, and raises the error that ended it, if one did; errors: 42704 no such run, 57000 it was interrupted, 25001 not CALLed by itself';

CREATE PROCEDURE migrate.backfill("table" regclass, set_expression text, "where" text DEFAULT NULL,
		batch_size integer DEFAULT 1000, pause interval DEFAULT '0')
	LANGUAGE c AS 'MODULE_PATHNAME', 'migrate_backfill';
COMMENT ON PROCEDURE migrate.backfill(regclass, text, text, integer, interval) IS
	'updates a table in batches along its primary key, each in a transaction of its own: so many rows are looked at, those that fulfil "where" are changed; pauses after a batch that changed some, and while replicas lag behind by more than migrate.max_replication_lag; goes on where a failed or killed one with the same arguments ended; errors: 42601 not an assignment or condition, 55000 no primary key, 42809, 55006 another one is under way, 0A000, 22023, 25001 not CALLed by itself, and those of the update';

REVOKE ALL ON PROCEDURE migrate.wait(uuid), migrate.backfill(regclass, text, text, integer, interval) FROM PUBLIC;
REVOKE ALL ON FUNCTION migrate.deploy_async(text), migrate.rollback_async(text), migrate.cancel(uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION migrate.upgrade(text), migrate.upgrade(integer), migrate.downgrade(text),
	migrate.downgrade(integer), migrate.script(text, boolean) FROM PUBLIC;

--
-- Before running: rehearsals.
--

CREATE FUNCTION migrate.rehearse(target text DEFAULT 'head', round_trip boolean DEFAULT true, downgrade boolean DEFAULT false,
		OUT direction text, OUT revision text, OUT statement integer, OUT line integer, OUT text text,
		OUT elapsed interval, OUT strongest_lock text, OUT locked_relation text, OUT rewrites boolean,
		OUT rows_scanned bigint, OUT rows_written bigint, OUT wal_bytes bigint)
	RETURNS SETOF record LANGUAGE c VOLATILE AS 'MODULE_PATHNAME', 'migrate_rehearse';
COMMENT ON FUNCTION migrate.rehearse(text, boolean, boolean) IS
	'really runs the steps up to the target (downgrade: down to it) and undoes them; with round_trip also the other way, comparing the schema; one row a statement, in the order run: the strongest lock that was new, the relation it is on, whether a table was rewritten, rows read and written, WAL; elapsed and the rest are NULL for what cannot be rehearsed; sequences keep their values; errors: as migrate.upgrade, 55P03 after migrate.rehearse_lock_timeout, MG022 the schema differs after the round trip';

REVOKE ALL ON FUNCTION migrate.rehearse(text, boolean, boolean) FROM PUBLIC;

CREATE FUNCTION migrate.online(revision text) RETURNS SETOF text
	LANGUAGE c VOLATILE AS 'MODULE_PATHNAME', 'migrate_online';
COMMENT ON FUNCTION migrate.online(text) IS
	'rewrites an unapplied revision into statements that block nobody for long, for CALL migrate.deploy, and splits it into revisions that run in a transaction and such that do not; the last one keeps its id; returns their ids in the order to run; errors: MG001, MG011 it is applied, MG022, 42501, and those of its script';

REVOKE ALL ON FUNCTION migrate.online(text) FROM PUBLIC;
