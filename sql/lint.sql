-- Lint: what is found, what is not, how it is told to be silent, and the gate. Rules are tried one by one in test/lint.
TRUNCATE migrate.revisions, migrate.marks, migrate.applied, migrate.journal;
SET client_min_messages = error;
SET migrate.derive_downgrades = off;
CREATE SCHEMA shop;
CREATE TABLE shop.users (id int PRIMARY KEY);
CREATE TABLE shop.orders (id int PRIMARY KEY, user_id int, email varchar(20), n int);
INSERT INTO shop.users SELECT generate_series(1, 1000);
INSERT INTO shop.orders SELECT g, g, g, 1 FROM generate_series(1, 1000) g;
ANALYZE shop.users, shop.orders;
SET search_path = shop, public;

-- nothing is pending, nothing is found
SELECT * FROM migrate.lint();

SELECT migrate.revision('found', $$
CREATE INDEX ON orders (email);
CREATE TABLE fresh (a int);
CREATE INDEX ON fresh (a);
ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id) DEFERRABLE, ADD CHECK (n > 0);
ALTER TABLE shop.orders ALTER n SET NOT NULL$$, 'DROP TABLE fresh; DROP INDEX orders_email_idx', rev_id => 'aaaa1111');
\x on
SELECT * FROM migrate.lint();
\x off
-- a later revision finds what an earlier one made
SELECT migrate.revision('later', 'CREATE INDEX ON fresh (a); ALTER TABLE fresh ADD CHECK (a > 0); ALTER TABLE orders ALTER n SET NOT NULL', '', rev_id => 'bbbb2222');
SELECT revision, direction, statement, line, rule, severity FROM migrate.lint('bbbb2222');
SELECT revision, direction, statement, line, rule, severity FROM migrate.lint('bbbb2');
SELECT count(*), count(DISTINCT revision) FROM migrate.lint('aaaa1111:bbbb2222');
SELECT count(*) = (SELECT count(*) FROM migrate.lint()) FROM migrate.lint(NULL);

-- names are found where the script's own search_path leads
SELECT migrate.remove('bbbb2222');
SELECT migrate.edit('aaaa1111', 'SET search_path = public; CREATE INDEX ON fresh (a); CREATE SCHEMA other; SET search_path = other, shop;
	CREATE TABLE orders (a int); CREATE INDEX ON orders (a); CREATE INDEX ON shop.orders (n); SELECT set_config(''search_path'', '''', false); CREATE INDEX ON users (id); CREATE INDEX ON shop.users (id)', '');
SELECT statement, line, rule, severity FROM migrate.lint();
SHOW search_path;

-- a comment ignores a rule at a statement: before it, inside it, after it in its line
SELECT migrate.edit('aaaa1111', $$
-- migrate:lint-ignore create-index nobody writes at night
CREATE INDEX ON orders (email);
CREATE INDEX ON /* migrate:lint-ignore create-index nobody at all */ orders (n);
CREATE INDEX ON orders (id); -- migrate:lint-ignore create-index not even then
CREATE INDEX ON orders (user_id);
-- migrate:lint-ignore create-index
CREATE INDEX ON orders (user_id, id);
-- migrate:lint-ignore creat-index a slip
CREATE INDEX ON orders (user_id, n);
-- migrate:lint-ignore
SELECT '-- migrate:lint-ignore creat-index no comment'$$, '');
SELECT statement, line, rule, severity, message, safer FROM migrate.lint();

-- an outer BEGIN and COMMIT do not count: they are left out of what runs
SELECT migrate.edit('aaaa1111', E'-- migrate:lint-ignore create-index nobody writes at night\nBEGIN;\nCREATE INDEX ON orders (email);\nCREATE INDEX ON orders (n);\nCOMMIT', '');
SELECT statement, line, rule, severity FROM migrate.lint();

-- settings: rules that are left out, small tables
SELECT migrate.edit('aaaa1111', 'CREATE INDEX ON orders (email); DROP TABLE users', '');
SELECT rule FROM migrate.lint();
SET migrate.lint_ignore = 'drop-table, create-index';
SELECT rule FROM migrate.lint();
SET migrate.lint_ignore = 'drop-everything';
SELECT rule FROM migrate.lint();
RESET migrate.lint_ignore;
SET migrate.lint_also = 'a, ';
SELECT rule FROM migrate.lint();
RESET migrate.lint_also;
SET migrate.lint_min_rows = 1001;
SELECT rule FROM migrate.lint();
RESET migrate.lint_min_rows;

-- what does not parse is a finding; what is not there an error
SELECT migrate.edit('aaaa1111', E'CREATE TABLE x (a int);\nCREATE TABEL y (a int)', '\d');
SELECT direction, statement, line, rule, severity, message, safer FROM migrate.lint();
SELECT migrate.edit('aaaa1111', '', 'SELECT 1');
SELECT direction, statement, line, rule, severity, message, safer FROM migrate.lint();
SELECT * FROM migrate.lint('zzzz');
SELECT * FROM migrate.lint('aaaa1111:zzzz');

-- a revision that is applied is judged by the schema as it is
SELECT migrate.edit('aaaa1111', 'CREATE TABLE fresh (a int); CREATE INDEX ON fresh (a)', 'DROP INDEX fresh_a_idx; DROP TABLE fresh');
SELECT * FROM migrate.lint();
SELECT count(*) FROM migrate.upgrade();
SELECT revision, direction, statement, rule FROM migrate.lint('head');
SELECT * FROM migrate.lint();

-- the gate: off by default, warnings, or a refusal
SELECT migrate.revision('gated', E'CREATE INDEX ON orders (email);\nALTER TABLE orders DROP COLUMN n', 'ALTER TABLE orders ADD n int; DROP INDEX orders_email_idx; ALTER TABLE orders ALTER user_id SET NOT NULL', rev_id => 'cccc3333');
SET client_min_messages = warning;
SET migrate.lint_level = error;
SELECT revision FROM migrate.upgrade();
CALL migrate.deploy();
SELECT revision FROM migrate.plan();
DO $$ BEGIN PERFORM migrate.upgrade(); EXCEPTION WHEN SQLSTATE 'MG030' THEN RAISE WARNING 'MG030'; END $$;
SET migrate.lint_level = warn;
SELECT revision FROM migrate.upgrade();
SET migrate.lint_level = error;
SELECT revision FROM migrate.downgrade('-1');
SET migrate.lint_level = off;
SELECT revision FROM migrate.downgrade('-1');
SET migrate.lint_level = maybe;
RESET migrate.lint_level;

-- whoever may read may lint
CREATE ROLE linter;
SELECT migrate.grant_access('linter', 'reading');
SET ROLE linter;
SELECT statement, rule FROM migrate.lint();
SELECT count(*) > 10 FROM migrate.lint_rules();
RESET ROLE;
SELECT migrate.revoke_access('linter');
SET ROLE linter;
SELECT statement, rule FROM migrate.lint();
SELECT count(*) FROM migrate.lint_rules();
RESET ROLE;
DROP ROLE linter;
SELECT rule, summary FROM migrate.lint_rules() WHERE summary !~ '^[A-Z].*\.$' OR rule !~ '^[a-z][a-z-]+$';

SELECT count(*) FROM migrate.downgrade('base');
RESET search_path;
DROP SCHEMA shop CASCADE;
RESET client_min_messages;
RESET migrate.derive_downgrades;
