-- Looking: history and its ranges, heads, branches, current, resolve, plan, stamp.
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

-- an empty history
SELECT count(*) FROM migrate.history();
SELECT count(*) FROM migrate.heads();
SELECT count(*) FROM migrate.current();
SELECT migrate.resolve('head'), migrate.resolve('heads'), migrate.resolve('base');
SELECT count(*) FROM migrate.plan();
SELECT migrate.graph() = '';
SELECT pg_temp.refusal('SELECT * FROM migrate.plan(''+1'')');

--   aaaa0001 - aaaa0002 - aaaa0003 ----- aaaa0004 - mmmm0001
--                       \- bbbb0001 - bbbb0002 -/        (bbbb0001 is labelled side)
--   cccc0001 - cccc0002                                   (cccc0002 depends on bbbb0001)
\o /dev/null
SELECT migrate.revision('a' || n, '', '', rev_id => 'aaaa000' || n) FROM generate_series(1, 4) n;
SELECT migrate.revision('b1', '', '', rev_id => 'bbbb0001', head => 'aaaa0002', splice => true, branch_label => '{side}');
SELECT migrate.revision('b2', '', '', rev_id => 'bbbb0002', head => 'side@head');
SELECT migrate.merge('{aaaa0004,bbbb0002}', 'm1', rev_id => 'mmmm0001');
SELECT migrate.revision('c1', '', '', rev_id => 'cccc0001', head => 'base', branch_label => '{own}');
SELECT migrate.revision('c2', '', '', rev_id => 'cccc0002', head => 'own@head', depends_on => '{side}');
SELECT migrate.stamp('aaaa0003');
\o

\pset tuples_only off
SELECT revision, down_revision, depends_on, branch_label, message, is_head, is_current, is_branchpoint,
	is_mergepoint, is_applied, created_at <= now() AS created, created_by = session_user AS by_me,
	applied_at IS NOT NULL AS applied
	FROM migrate.history();
SELECT revision, is_head FROM migrate.heads();
SELECT revision, is_branchpoint FROM migrate.branches();
SELECT revision, message, is_head, applied_at IS NOT NULL AS applied, applied_by = session_user AS by_me FROM migrate.current();
\pset tuples_only on

-- ranges
SELECT range, ARRAY(SELECT revision FROM migrate.history(range))
	FROM unnest(ARRAY[':', 'base:heads', 'aaaa0002:aaaa0004', 'aaaa0002:mmmm0001', ':bbbb0002', 'side:', 'cccc0001:',
		':current', 'current:', '-1:current', '-2:current', '-9:current', 'current:+1', 'current:+9', 'side@base:heads',
		'aaaa0002:side@+2', 'aaaa0004-2:aaaa0004', 'aaaa0002:aaaa0002', ' aaaa0003 : aaaa0004 ', ':aaaa0001+1', 'heads:', ':base'])
	WITH ORDINALITY r(range, n) ORDER BY n;
SELECT pg_temp.refusal(format('SELECT * FROM migrate.history(%L)', range))
	FROM unnest(ARRAY['', 'aaaa0001', 'a:b:c', 'aaaa0003:bbbb0002', 'zzzz:', 'head:', ':-1', 'aaaa0001:+2', 'current:aaaa0001', '-1:']) range;

-- what targets mean
SELECT target, migrate.resolve(target)
	FROM unnest(ARRAY['heads', 'base', 'aaaa0001', 'bbbb0002', 'side', 'mmmm', 'own@head', 'own@heads', 'side@base', '+1', '-1', '-2', '-3',
		'aaaa0001+1', 'aaaa0004-2', 'aaaa0004-4', 'side@+1', 'own@+1', 'own@+2', 'aaaa0003@head', 'side@bbbb0002', 'side@aaaa0001', 'own@head-1', 'side@+2'])
	WITH ORDINALITY t(target, n) ORDER BY n;
SELECT pg_temp.refusal(format('SELECT migrate.resolve(%L)', target))
	FROM unnest(ARRAY['head', 'zzzz', 'aaa', 'aaaa', 'nope@head', 'own@aaaa0001', '+9', '-4', 'aaaa0002+1', 'mmmm0001-1', 'own@-1', 'side@-1',
		'', '@', '+', 'head+99999999999999999999', '+0', 'aaaa0001@', 'own@bbbb', '+1x', 'current'])
	WITH ORDINALITY t(target, n) ORDER BY n;

-- plans run nothing
SELECT direction, revision, message, elapsed FROM migrate.plan('heads');
SELECT revision FROM migrate.plan('own@head');
SELECT revision FROM migrate.plan('aaaa0001', true);
SELECT revision FROM migrate.plan('-1', downgrade => true);
SELECT count(*) FROM migrate.plan('aaaa0003');
SELECT pg_temp.refusal('SELECT * FROM migrate.plan()');
SELECT pg_temp.refusal('SELECT * FROM migrate.plan(''bbbb0001'', true)');
SELECT pg_temp.refusal('SELECT * FROM migrate.plan(NULL)');
SELECT revision FROM migrate.current();

-- stamp moves the marks
SET client_min_messages = notice;
SELECT direction, revision, elapsed FROM migrate.stamp('bbbb0002');
SELECT direction, revision FROM migrate.stamp('bbbb0002');
SELECT revision FROM migrate.stamp('own@head');
SELECT array_agg(revision) FROM migrate.current();
SELECT revision FROM migrate.stamp(ARRAY['mmmm0001', 'cccc0001'], purge => true);
SELECT array_agg(revision) FROM migrate.current();
SELECT revision FROM migrate.stamp('own@base');
SELECT array_agg(revision) FROM migrate.current();
SELECT pg_temp.refusal('SELECT migrate.stamp(''head'')');
SELECT pg_temp.refusal('SELECT migrate.stamp(''+1'')');
SELECT pg_temp.refusal('SELECT migrate.stamp(''zzzz'')');
SELECT pg_temp.refusal('SELECT migrate.stamp(NULL::text)');
SELECT pg_temp.refusal('SELECT migrate.stamp(NULL::text[])');
SELECT revision FROM migrate.stamp(ARRAY[]::text[], purge => true);
SELECT array_agg(revision) FROM migrate.current();
SET client_min_messages = warning;

-- applied is all that the marks imply
SELECT revision FROM migrate.applied;
SELECT count(*) FROM migrate.stamp('cccc0002');
SELECT revision FROM migrate.applied ORDER BY revision;
SELECT revision FROM migrate.history() WHERE is_applied;

-- the log
SELECT direction, revision, message, outcome, elapsed, run_by = session_user, error, step FROM migrate.log;

-- a mark that names no revision is shown, but nothing moves from it
INSERT INTO migrate.marks (revision) VALUES ('gone');
SELECT revision, message, is_head FROM migrate.current();
SELECT pg_temp.refusal('SELECT * FROM migrate.plan(''own@head'')');
SELECT pg_temp.refusal('SELECT * FROM migrate.stamp(''own@head'')');
SELECT count(*) FROM migrate.stamp('own@head', purge => true);
SELECT revision FROM migrate.current();

-- several marks: a bare -1 does not say from which
SELECT count(*) FROM migrate.stamp(ARRAY['mmmm0001', 'cccc0001'], purge => true);
SELECT pg_temp.refusal('SELECT * FROM migrate.plan(''-1'', true)');
SELECT revision FROM migrate.plan('own@-1', true);
SELECT revision FROM migrate.plan('mmmm0001-0', true);
TRUNCATE migrate.revisions, migrate.marks, migrate.applied, migrate.journal;
