-- The store behind the doors: broken histories are found, and no session keeps an old one.
\pset format unaligned
\pset tuples_only on
SET client_min_messages = warning;

-- what a command raises: its SQLSTATE and what it says
CREATE FUNCTION pg_temp.refusal(command text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	detail text;
	hint text;
BEGIN
	EXECUTE command;
	RETURN 'not refused';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(E'\n', sqlstate || ' ' || sqlerrm, nullif(detail, ''), nullif(hint, ''));
END $$;

-- what is written to the table is seen at once, and gone when it is undone
INSERT INTO migrate.revisions (revision, message) VALUES ('a1', 'one');
SELECT migrate.resolve('head');
BEGIN;
INSERT INTO migrate.revisions (revision, down_revision, message) VALUES ('a2', '{a1}', 'two');
SELECT migrate.resolve('head');
SAVEPOINT s;
SELECT migrate.revision('three', rev_id => 'a3');
SELECT migrate.resolve('head');
UPDATE migrate.revisions SET message = 'third' WHERE revision = 'a3';
SELECT message FROM migrate.heads();
ROLLBACK TO s;
SELECT migrate.resolve('head');
SELECT migrate.revision('three', rev_id => 'a3');
ROLLBACK;
SELECT migrate.resolve('head');
-- also where triggers are said not to fire
SET session_replication_role = replica;
INSERT INTO migrate.revisions (revision, down_revision, message) VALUES ('a2', '{a1}', 'two');
RESET session_replication_role;
SELECT migrate.resolve('head');
-- and in the words of a transaction that keeps its snapshot
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT migrate.resolve('head');
SELECT migrate.revision('three', rev_id => 'a3');
SELECT migrate.resolve('head');
ROLLBACK;
-- one that was stored in between does not change what the numbers mean
BEGIN;
SELECT migrate.revision('x', rev_id => 'x' || n, depends_on => CASE WHEN n > 2 THEN '{a1}'::text[] END) FROM generate_series(1, 40) n;
SELECT migrate.resolve('head'), migrate.resolve('x40-39'), (SELECT count(*) FROM migrate.history('a1:x20'));
SELECT count(*) FROM migrate.plan();
ROLLBACK;
DELETE FROM migrate.revisions;
SELECT migrate.resolve('head');

-- histories that cannot be
CREATE FUNCTION pg_temp.judge(name text, revisions text[]) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO migrate.revisions (revision, down_revision, depends_on, branch_label, message)
		SELECT split_part(r, ' ', 1), coalesce(string_to_array(nullif(split_part(r, ' ', 2), '-'), ','), '{}'),
			coalesce(string_to_array(nullif(split_part(r, ' ', 3), '-'), ','), '{}'),
			coalesce(string_to_array(nullif(split_part(r, ' ', 4), '-'), ','), '{}'), ''
		FROM unnest(revisions) r;
	RETURN name || ': ' || pg_temp.refusal('SELECT * FROM migrate.history()');
END $$;
SELECT pg_temp.judge('none', '{a1 -,a2 a1}');
TRUNCATE migrate.revisions;
SELECT pg_temp.judge('missing parent', '{a1 -,a2 a0}');
TRUNCATE migrate.revisions;
SELECT pg_temp.judge('missing dependency', '{a1 -,"a2 a1 zzz"}');
TRUNCATE migrate.revisions;
SELECT pg_temp.judge('loop', '{a1 -,a2 a2}');
TRUNCATE migrate.revisions;
SELECT pg_temp.judge('cycle', '{a1 -,a2 a4,a3 a2,a4 a3,a5 a4}');
TRUNCATE migrate.revisions;
SELECT pg_temp.judge('nothing but a cycle', '{a2 a3,a3 a2}');
TRUNCATE migrate.revisions;
SELECT pg_temp.judge('dependency cycle', '{"a1 - b1","b1 - a1"}');
TRUNCATE migrate.revisions;
SELECT pg_temp.judge('dependency loop', '{"a1 - a1"}');
TRUNCATE migrate.revisions;
SELECT pg_temp.judge('label twice', '{"a1 - - x","b1 - - x"}');
TRUNCATE migrate.revisions;
SELECT pg_temp.judge('label as id', '{"a1 - - b1","b1 - - -"}');
TRUNCATE migrate.revisions;
SELECT pg_temp.judge('long cycle', ARRAY(SELECT format('a%s a%s', n, n % 50 + 1) FROM generate_series(1, 50) n));
TRUNCATE migrate.revisions;
-- the same parent twice is once; children may be stored before their parents
SELECT pg_temp.judge('odd, but no harm', '{"a2 a1,a1 a1","a1 -"}');
SELECT revision, down_revision FROM migrate.history();
TRUNCATE migrate.revisions;

-- the trigger's function and the digest are no doors
SELECT migrate.revisions_changed();

-- a long line, of which every second depends on what all do: no recursion, no square
INSERT INTO migrate.revisions (revision, down_revision, depends_on, message, upgrade, downgrade)
	SELECT 'r' || n, CASE WHEN n > 2 THEN ARRAY['r' || n - 1] ELSE '{}' END,
		CASE WHEN n > 2 AND n % 2 = 0 THEN '{r1}' ELSE '{}' END::text[], '', '', ''
	FROM generate_series(1, 20000) n;
SET max_stack_depth = '100kB';
SELECT count(*) FROM migrate.plan('heads');
SELECT count(*) FROM migrate.stamp('heads');
SELECT count(*) FROM migrate.plan('base', true);
SELECT count(*) FROM migrate.history('r10000:');
SELECT migrate.resolve('-10000'), migrate.resolve('r2+10000');
SELECT length(migrate.graph()) > 200000;
RESET max_stack_depth;
TRUNCATE migrate.revisions, migrate.marks, migrate.applied, migrate.journal;
