-- Security labels.  No provider is loaded here, so what SECURITY LABEL leaves
-- is written by hand, and the statements are only looked at.
CREATE TABLE labelled (n integer, m integer);
CREATE FUNCTION labelled_too() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TYPE label_pair AS (a integer);
INSERT INTO pg_seclabel VALUES
	('labelled'::regclass, 'pg_class'::regclass, 0, 'dummy', 'secret'),
	('labelled'::regclass, 'pg_class'::regclass, 2, 'Odd One', 'it''s classified'),
	('labelled_too'::regproc, 'pg_proc'::regclass, 0, 'dummy', 'open'),
	('label_pair'::regtype, 'pg_type'::regclass, 0, 'dummy', 'open');

SELECT statement FROM migrate.diff('base', 'live') WHERE kind = 'security label';

SELECT migrate.set_model($$
	CREATE TABLE labelled (n integer, m integer);
	CREATE FUNCTION labelled_too() RETURNS integer LANGUAGE sql AS 'SELECT 1';
	CREATE TYPE label_pair AS (a integer);
$$);
SELECT action, object, statement FROM migrate.diff();

-- they cannot be proved where their provider is not loaded
SELECT migrate.revision('labels', autogenerate => true);

DELETE FROM pg_seclabel;
SELECT count(*) FROM migrate.diff();
DROP TABLE labelled;
DROP FUNCTION labelled_too;
DROP TYPE label_pair;
SELECT migrate.set_model(NULL);
