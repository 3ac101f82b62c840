-- A revision from the difference between the database and the model.
\set VERBOSITY terse
SELECT migrate.revision('nothing to compare with', autogenerate => true);
SELECT migrate.set_model('CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);
CREATE INDEX ON users (name);');
SELECT migrate.revision('initial', autogenerate => true, rev_id => 'auto1');

-- not twice: the first has to be applied
\set VERBOSITY default
SELECT migrate.revision('again', autogenerate => true);
\set VERBOSITY terse
SELECT revision, message FROM migrate.upgrade();
SELECT migrate.check();
SELECT migrate.revision('no change', autogenerate => true, rev_id => 'auto2');
SELECT revision FROM migrate.upgrade();

-- adding to the model
INSERT INTO users (name) VALUES ('Ada'), ('Grace');
SELECT migrate.set_model('CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(30) NOT NULL,
	email text UNIQUE, state varchar(10) NOT NULL DEFAULT ''new'' CHECK (state IN (''new'', ''old'')));
CREATE INDEX ON users (name);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE);');
SELECT migrate.revision('more', autogenerate => true, rev_id => 'auto3');
SELECT upgrade FROM migrate.revisions WHERE revision = 'auto3';
SELECT downgrade FROM migrate.revisions WHERE revision = 'auto3';
SELECT revision FROM migrate.upgrade();
SELECT name, state FROM users ORDER BY name;
SELECT migrate.check();
SELECT revision FROM migrate.downgrade(-1);
SELECT count(*) FROM users;
SELECT revision FROM migrate.upgrade('head');
SELECT migrate.revision('written or generated', 'SELECT 1', autogenerate => true);

-- the downgrade of a written upgrade is derived
SELECT migrate.revision('age', 'ALTER TABLE users ADD COLUMN age integer', rev_id => 'hand1');
SELECT downgrade FROM migrate.revisions WHERE revision = 'hand1';
\set VERBOSITY default
SELECT migrate.revision('ages', 'UPDATE users SET age = 36; CREATE TABLE ages (age integer)', rev_id => 'hand2');
SELECT downgrade FROM migrate.revisions WHERE revision = 'hand2';
SELECT migrate.revision('goes', 'DROP TABLE users CASCADE', rev_id => 'hand2a');
SELECT downgrade LIKE '-- schema only: the data is lost of TABLE public.users%' FROM migrate.revisions WHERE revision = 'hand2a';
SELECT migrate.remove('hand2a');
SELECT migrate.revision('live', 'CREATE INDEX CONCURRENTLY ages_age ON ages (age); ANALYZE ages; VACUUM ages', rev_id => 'hand2b', transactional => false);
SELECT downgrade FROM migrate.revisions WHERE revision = 'hand2b';
SELECT migrate.remove('hand2b');
SELECT migrate.revision('no such table', 'CREATE TABLE fine (); ALTER TABLE nowhere ADD COLUMN age integer', rev_id => 'hand3');
\set VERBOSITY terse
SELECT migrate.remove('hand3');
SET migrate.derive_downgrades = off;
SELECT migrate.revision('not derived', 'CREATE TABLE fine ()', rev_id => 'hand4');
RESET migrate.derive_downgrades;
SELECT migrate.remove('hand4');
SELECT revision FROM migrate.upgrade();
SELECT count(*) FROM users WHERE age = 36;
SELECT revision FROM migrate.downgrade('auto3');
SELECT revision FROM migrate.upgrade();

-- drift, and capturing it
SELECT statement FROM migrate.drift();
ALTER TABLE users ADD COLUMN by_hand text;
SELECT statement, destructive FROM migrate.drift();
SELECT migrate.capture('by hand', 'hand5');
SELECT upgrade, downgrade FROM migrate.revisions WHERE revision = 'hand5';
SELECT revision FROM migrate.current();
SELECT statement FROM migrate.drift();
SELECT migrate.capture('nothing') IS NULL AS nothing;
SELECT migrate.revision('pending', 'SELECT 1', 'SELECT 1', rev_id => 'hand6');
SELECT migrate.capture('not at head');
SELECT migrate.remove('hand6');

-- all the way back and forth
SELECT revision FROM migrate.downgrade('base');
SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace;
SELECT revision FROM migrate.upgrade();
SELECT statement FROM migrate.drift();

SELECT revision FROM migrate.downgrade('base');
SELECT migrate.remove(revision) FROM migrate.history();
SELECT migrate.set_model(NULL);

-- an extension that is not wanted any more, while the database's own tables use it
SELECT migrate.set_model($$CREATE EXTENSION citext;
CREATE TABLE words (word citext, tags citext[] DEFAULT '{}');$$);
SELECT migrate.revision('words', autogenerate => true, rev_id => 'ext1');
SELECT revision FROM migrate.upgrade();
INSERT INTO words VALUES ('Word', '{a,B}');
\set VERBOSITY default
SELECT migrate.revision('too early', 'DROP EXTENSION citext', rev_id => 'ext2');
\set VERBOSITY terse
SELECT migrate.remove('ext2');
SELECT migrate.set_model($$CREATE TABLE words (word text, tags text[] DEFAULT '{}');$$);
SELECT migrate.revision('plain words', autogenerate => true, rev_id => 'ext2');
SELECT upgrade, downgrade FROM migrate.revisions WHERE revision = 'ext2';
SELECT revision FROM migrate.upgrade();
SELECT * FROM words;
SELECT revision FROM migrate.downgrade('ext1');
SELECT * FROM words WHERE tags = '{A,b}';
SELECT revision FROM migrate.downgrade('base');
SELECT migrate.remove(revision) FROM migrate.history();
SELECT migrate.set_model(NULL);
