-- Renames: asked for, told by the model, derived, and suggested.
\set VERBOSITY terse
CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL, CONSTRAINT named CHECK (name <> ''));
CREATE INDEX users_name_idx ON users (name);
CREATE VIEW names AS SELECT name FROM users;
INSERT INTO users (name) VALUES ('Ada');

-- a column
SELECT migrate.set_model('CREATE TABLE users (id serial PRIMARY KEY, full_name text NOT NULL, CONSTRAINT named CHECK (full_name <> ''''));
CREATE INDEX users_name_idx ON users (full_name);
CREATE VIEW names AS SELECT full_name AS name FROM users;');
SELECT statement, destructive FROM migrate.diff(renames => ARRAY['public.users.name=full_name']);
SELECT statement FROM migrate.diff('model', 'live', ARRAY['users.full_name=name']);
SELECT action, kind, object FROM migrate.diff() WHERE destructive;

DROP VIEW names;

-- a table with its column and all that is named after it
SELECT migrate.set_model('-- migrate:renamed-from users
CREATE TABLE accounts (
	id serial PRIMARY KEY,
	-- migrate:renamed-from users.name
	full_name varchar(20) NOT NULL,
	CONSTRAINT named CHECK (full_name::text <> ''''),
	email text
);
CREATE INDEX accounts_full_name_idx ON accounts (full_name);
CREATE FUNCTION newest() RETURNS text LANGUAGE sql AS ''SELECT max(full_name) FROM accounts'';');
SELECT statement, destructive FROM migrate.diff() WHERE kind <> 'function';
SELECT migrate.revision('accounts', autogenerate => true, rev_id => 'rename1');
SELECT downgrade FROM migrate.revisions WHERE revision = 'rename1';
SELECT revision FROM migrate.upgrade();
SELECT migrate.check();
INSERT INTO accounts (full_name) VALUES ('Grace');
SELECT * FROM accounts ORDER BY id;
SELECT revision FROM migrate.downgrade('base');
SELECT * FROM users ORDER BY id;

-- what is derived from a written rename keeps the data
SELECT migrate.remove('rename1');
SELECT migrate.revision('notes', 'CREATE TABLE notes (id integer PRIMARY KEY, body text)', rev_id => 'rename2');
SELECT migrate.revision('by hand', 'ALTER TABLE notes RENAME COLUMN body TO contents; ALTER TABLE notes RENAME TO texts;
	ALTER TABLE texts ADD COLUMN age integer', rev_id => 'rename3');
SELECT downgrade FROM migrate.revisions WHERE revision = 'rename3';
SELECT migrate.remove('rename3');
SELECT migrate.remove('rename2');

-- what differs in its name alone
ALTER INDEX users_name_idx RENAME TO other_idx;
SELECT migrate.set_model('CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL, CONSTRAINT not_empty CHECK (name <> ''''));
CREATE INDEX users_name_idx ON users (name);');
SELECT statement FROM migrate.diff();

-- refused
\set VERBOSITY default
SELECT * FROM migrate.diff(renames => ARRAY['users.name']);
SELECT * FROM migrate.diff(renames => ARRAY['users.nick=name']);
SELECT * FROM migrate.diff(renames => ARRAY['users.name=nick']);
SELECT * FROM migrate.diff(renames => ARRAY['users.name=id']);
SELECT * FROM migrate.diff('live', 'live', ARRAY['users.name=nick']);
SELECT migrate.revision('written', 'SELECT 1', renames => ARRAY['users.name=nick']);
ALTER TABLE users RENAME CONSTRAINT named TO name;
SELECT * FROM migrate.diff(renames => ARRAY['users.name=nick']);
\set VERBOSITY terse
SELECT statement FROM migrate.diff(renames => ARRAY['constraint:users.name=not_empty']);
SELECT migrate.set_model('-- migrate:renamed-from users
ALTER TABLE accounts ADD COLUMN x integer');
SELECT * FROM migrate.diff();

DROP TABLE users;
SELECT migrate.set_model(NULL);
