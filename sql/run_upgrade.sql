-- Running revisions in the caller's transaction.
-- from an empty history
TRUNCATE migrate.revisions, migrate.marks, migrate.applied, migrate.journal;
SELECT migrate.revision('create products table', $$
CREATE TABLE products (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO products VALUES (1, 'anvil'), (2, 'rocket');
$$, 'DROP TABLE products', rev_id => 'ae1027a6acf');
SELECT migrate.revision('add price', $$
BEGIN;
ALTER TABLE products ADD price numeric;
UPDATE products SET price = 10 * id;
COMMIT;
$$, 'ALTER TABLE products DROP price', rev_id => '1975ea83b712');
SELECT migrate.revision('nothing to do', rev_id => '2b5e0c99a1d0');
SELECT migrate.revision('price is required', 'ALTER TABLE products ALTER price SET NOT NULL',
	'ALTER TABLE products ALTER price DROP NOT NULL',
	verify => 'SELECT count(*) = 2 FROM products; SELECT price > 0 FROM products',
	rev_id => '3c1f8a7e55b2');

-- all of it, with what each step is
SELECT direction, revision, message, elapsed >= '0' AS timed FROM migrate.upgrade();
TABLE products;
SELECT revision, is_head FROM migrate.current();

-- at the target already: no rows, no lock, no write
BEGIN;
SELECT * FROM migrate.upgrade();
SELECT * FROM migrate.upgrade('head');
SELECT pg_current_xact_id_if_assigned() IS NULL AS unwritten;
SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid();
COMMIT;

-- backwards, relative, by integers
SELECT direction, revision FROM migrate.downgrade('-1');
SELECT direction, revision FROM migrate.downgrade(-1);
SELECT direction, revision FROM migrate.upgrade(1);
SELECT direction, revision FROM migrate.upgrade('+1');
SELECT direction, revision FROM migrate.downgrade('base');
SELECT to_regclass('products') IS NULL AS gone;
SELECT count(*) FROM migrate.current();
SELECT direction, revision FROM migrate.upgrade('1975');

-- all or nothing, with the caller's own transaction
BEGIN;
SELECT direction, revision FROM migrate.upgrade();
ROLLBACK;
SELECT revision FROM migrate.current();
SELECT count(*) FROM information_schema.columns WHERE table_name = 'products' AND is_nullable = 'NO';

-- inside a function, DO, a prepared statement, a stricter isolation level
CREATE FUNCTION to_head() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM migrate.upgrade()';
SELECT to_head();
DO $$ BEGIN PERFORM migrate.downgrade('-1'); END $$;
PREPARE up AS SELECT direction, revision FROM migrate.upgrade($1);
EXECUTE up('head');
EXECUTE up('head');
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT direction, revision FROM migrate.downgrade('base');
COMMIT;
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT direction, revision FROM migrate.upgrade();
COMMIT;
DROP FUNCTION to_head;

-- in the log
SELECT direction, revision, outcome, elapsed IS NOT NULL AS timed, run_by = current_user AS by_me
  FROM migrate.log ORDER BY at DESC LIMIT 4;

SELECT count(*) FROM migrate.downgrade('base');
TRUNCATE migrate.revisions;

-- an id may have a '-' inside; the last sign of a target counts
SELECT migrate.revision('one', 'SELECT 1', '', rev_id => '2024-01-01-one');
SELECT migrate.revision('two', 'SELECT 2', '', rev_id => '2024-01-02');
SELECT migrate.revision('three', 'SELECT 3', '', rev_id => '2024-01-03-three');
SELECT migrate.revision('four', 'SELECT 4', '', rev_id => '-4');
SELECT revision FROM migrate.upgrade('2024-01-02');
SELECT revision FROM migrate.downgrade('2024-01-02-1');
SELECT revision FROM migrate.upgrade('2024-01-01-one+2');
SELECT count(*) FROM migrate.downgrade('base');
TRUNCATE migrate.revisions;
