-- Online forms: revisions rewritten into statements that block nobody for long.
-- from an empty history
TRUNCATE migrate.revisions, migrate.marks, migrate.applied, migrate.journal, migrate.model_parts;
CREATE SCHEMA onl;
CREATE VIEW onl.parts AS SELECT revision, down_revision, depends_on, branch_label, message, transactional, upgrade, downgrade, verify
	FROM migrate.revisions ORDER BY created_at;
SELECT migrate.revision('tables', $$
CREATE TABLE parent (id int PRIMARY KEY, t text);
CREATE TABLE child (id int, pid int, amount int NOT NULL DEFAULT 5, code text, UNIQUE (code));
CREATE INDEX child_amount ON child (amount);
CREATE INDEX child_code ON child (code);
INSERT INTO parent SELECT g, 'x' FROM generate_series(1, 100) g;
INSERT INTO child SELECT g, g % 100 + 1, 5, 'c' || g FROM generate_series(1, 5000) g
$$, rev_id => 'aaaa0001');
SELECT migrate.revision('everything', $$
-- a comment
CREATE INDEX child_pid ON child (pid) -- another
;
CREATE UNIQUE INDEX IF NOT EXISTS child_lower ON public.child USING btree (lower(code), id) WHERE id > 0;
ALTER TABLE IF EXISTS ONLY child ADD CONSTRAINT fk FOREIGN KEY (pid) REFERENCES parent ON DELETE CASCADE,
	ALTER amount SET DEFAULT 6, ADD note text,
	ADD CHECK (amount > 0), ADD PRIMARY KEY (id), ADD UNIQUE (pid, id) INCLUDE (amount) WITH (fillfactor = 70) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE child ALTER pid SET NOT NULL;
SET LOCAL search_path = public;
CREATE TABLE fresh AS SELECT id, pid FROM child;
CREATE INDEX ON fresh (id);
ALTER TABLE fresh ADD CHECK (id > 0), ALTER id SET NOT NULL;
DROP INDEX IF EXISTS child_amount, public.child_code;
ALTER TABLE parent ADD COLUMN r double precision CONSTRAINT d DEFAULT random() NOT NULL UNIQUE WITH (fillfactor = 70) CONSTRAINT small CHECK (r < 1),
	ADD "the parent" int CONSTRAINT pfk REFERENCES parent (id) DEFERRABLE,
	ADD s text COLLATE "C" DEFAULT 's' NOT NULL;
REINDEX TABLE child;
REINDEX INDEX fk_not_there
$$, rev_id => 'aaaa0002');
SELECT migrate.edit('aaaa0002', replace(upgrade, E';\nREINDEX INDEX fk_not_there', ''), verify => 'SELECT count(*) = 5000 FROM fresh')
	FROM migrate.revisions WHERE revision = 'aaaa0002';
SELECT migrate.revision('after', 'CREATE VIEW v AS SELECT id FROM child', rev_id => 'aaaa0003');
SELECT migrate.online('aaaa0002');
SELECT revision, down_revision, message, transactional, verify FROM onl.parts;
\pset format unaligned
\pset tuples_only on
SELECT '== ' || message || E'\n' || upgrade || E'-- and back\n' || downgrade FROM onl.parts WHERE message LIKE 'everything%';
\pset format aligned
\pset tuples_only off

-- it leads where the plain form does
CALL migrate.deploy();
SELECT count(*), count(DISTINCT r), bool_and(r >= 0 AND r < 1), min(s) FROM parent;
SELECT conname, convalidated FROM pg_constraint WHERE conrelid IN ('parent'::regclass, 'child'::regclass) AND contype <> 'n' ORDER BY conname;
SELECT indexrelid::regclass, indisvalid FROM pg_index WHERE indrelid IN ('parent'::regclass, 'child'::regclass) ORDER BY indexrelid::regclass::text;
SELECT migrate.set_model($$
CREATE TABLE parent (id int PRIMARY KEY, t text, r double precision DEFAULT random() NOT NULL UNIQUE WITH (fillfactor = 70) CONSTRAINT small CHECK (r < 1),
	"the parent" int CONSTRAINT pfk REFERENCES parent (id) DEFERRABLE, s text COLLATE "C" DEFAULT 's' NOT NULL);
CREATE TABLE child (id int PRIMARY KEY, pid int NOT NULL, amount int NOT NULL DEFAULT 6 CHECK (amount > 0), code text, note text,
	CONSTRAINT fk FOREIGN KEY (pid) REFERENCES parent ON DELETE CASCADE, UNIQUE (code),
	UNIQUE (pid, id) INCLUDE (amount) WITH (fillfactor = 70) DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX child_pid ON child (pid);
CREATE UNIQUE INDEX child_lower ON child USING btree (lower(code), id) WHERE id > 0;
CREATE TABLE fresh (id int NOT NULL CHECK (id > 0), pid int);
CREATE INDEX ON fresh (id);
CREATE VIEW v AS SELECT id FROM child;
$$);
SELECT statement FROM migrate.diff('live', 'model');
SELECT statement FROM migrate.drift();
-- and back
CALL migrate.rollback('aaaa0001');
SELECT statement FROM migrate.diff('live', 'aaaa0001');
SELECT count(*) FROM child;
CALL migrate.rollback('base');
SELECT migrate.remove(revision) FROM (SELECT revision FROM migrate.history()) h;

-- labels, dependencies, children; a downgrade that does something to data stays whole
SELECT migrate.revision('table', 'CREATE TABLE t (a int, b int, c int)', rev_id => 'bbbb0001');
SELECT migrate.revision('other base', rev_id => 'bbbb0002', head => 'base');
SELECT migrate.revision('labelled', 'CREATE TABLE u (); CREATE INDEX ON t (a); ALTER TABLE t ADD d int', 'UPDATE t SET b = 1; ALTER TABLE t DROP d; DROP INDEX t_a_idx; DROP TABLE u',
	rev_id => 'bbbb0003', head => 'bbbb0001', branch_label => '{lab}', depends_on => '{bbbb0002}');
SELECT migrate.revision('on it', rev_id => 'bbbb0004', head => 'lab@head', depends_on => '{bbbb0002}');
SELECT migrate.online('lab');
SELECT revision, down_revision, depends_on, branch_label, transactional, downgrade FROM onl.parts WHERE revision > 'bbbb0002' OR revision < 'bbbb';
SELECT count(*) FROM migrate.heads();
SELECT migrate.resolve('lab@head');
-- other downgrades: one that is schema only, empty, none; one that does not lead back stays whole
SELECT migrate.revision('i', 'CREATE TABLE w (); CREATE INDEX ti ON t (a)', 'DROP INDEX ti; DROP TABLE w', rev_id => 'bbbb0005', head => 'bbbb0004');
SELECT count(*) FROM migrate.online('bbbb0005');
SELECT migrate.revision('j', 'CREATE TABLE x (); CREATE INDEX tj ON t (a)', '', rev_id => 'bbbb0006', head => 'bbbb0005');
SELECT count(*) FROM migrate.online('bbbb0006');
SET client_min_messages = error;
SET migrate.derive_downgrades = off;
SELECT migrate.revision('k', 'CREATE TABLE y (); CREATE INDEX tk ON t (a)', rev_id => 'bbbb0007', head => 'bbbb0006');
RESET client_min_messages;
RESET migrate.derive_downgrades;
SELECT count(*) FROM migrate.online('bbbb0007');
SELECT migrate.revision('l', 'CREATE TABLE z (); CREATE INDEX tl ON t (a)', 'DROP INDEX tl', rev_id => 'bbbb0008', head => 'bbbb0007');
SELECT count(*) FROM migrate.online('bbbb0008');
SELECT message, transactional, downgrade FROM onl.parts WHERE message ~ '^[ijkl] ';
-- a single part; one that is not transactional already
SELECT migrate.revision('only', 'CREATE INDEX tm ON t (a)', rev_id => 'bbbb0009', head => 'bbbb0008');
SELECT migrate.online('bbbb0009');
SELECT migrate.revision('live', 'SET work_mem = ''1MB''; CREATE INDEX CONCURRENTLY tn ON t (a); DROP INDEX tm; ALTER TABLE t VALIDATE CONSTRAINT nothing',
	'', rev_id => 'bbbb000a', head => 'bbbb0009', transactional => false);
SELECT migrate.online('bbbb000a');
SELECT migrate.edit('bbbb000a', 'SET work_mem = ''1MB''; CREATE INDEX CONCURRENTLY tn ON t (a); CREATE TABLE last (); DROP INDEX tm; ALTER TABLE t ADD CONSTRAINT nn CHECK (a > 0) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT nn');
SELECT migrate.online('bbbb000a');
SELECT message, transactional, upgrade FROM onl.parts WHERE message IN ('only', 'live');
-- what has no form stays as it is
SELECT migrate.revision('none', 'ALTER TABLE t ADD CHECK (e > 0), ADD e int; CREATE INDEX tp ON t (b)', rev_id => 'bbbb000b', head => 'bbbb000a');
SELECT migrate.online('bbbb000b');
SELECT message, upgrade FROM onl.parts WHERE message LIKE 'none%';
SELECT migrate.revision('identity', 'CREATE TABLE parted (i int, j int) PARTITION BY LIST (i); ALTER TABLE t ADD f int GENERATED ALWAYS AS IDENTITY, ADD IF NOT EXISTS g int CHECK (g > 0); DROP INDEX tp CASCADE', rev_id => 'bbbb000c', head => 'bbbb000b');
SELECT migrate.online('bbbb000c');
SELECT migrate.revision('parted', 'CREATE INDEX parted_i ON parted (i); ALTER TABLE parted ADD CHECK (j > 0), ADD PRIMARY KEY (i)', rev_id => 'bbbb000d', head => 'bbbb000c');
SELECT count(*) FROM migrate.online('bbbb000d');
SELECT message, upgrade FROM onl.parts WHERE message LIKE 'parted%';
SELECT migrate.online('bbbb0002');

-- the constraints of what is read already
SELECT migrate.revision('known', 'ALTER TABLE t ADD CONSTRAINT later CHECK (b > 0) NOT VALID; ALTER TABLE t ALTER c SET NOT NULL', rev_id => 'bbbb000e', head => 'bbbb000d');
SELECT count(*) FROM migrate.online('bbbb000e');
SELECT migrate.revision('again', 'ALTER TABLE t ALTER c SET NOT NULL', rev_id => 'bbbb000f', head => 'bbbb000e');
SELECT migrate.online('bbbb000f');

-- refusals
SELECT migrate.online(NULL);
SELECT migrate.online('nosuch');
SELECT migrate.online('base');
SELECT revision FROM migrate.upgrade('bbbb0001');
SELECT migrate.online('bbbb0001');
SELECT migrate.revision('broken', 'CREATE INDEX ON t (nosuch)', '', rev_id => 'bbbb0010', head => 'bbbb000f');
SELECT migrate.online('bbbb0010');
BEGIN READ ONLY;
SELECT migrate.online('bbbb0010');
ROLLBACK;
CREATE ROLE onl_author;
SELECT migrate.grant_access('onl_author', 'authoring');
SELECT migrate.grant_access('onl_author', 'running');
SET ROLE onl_author;
SELECT migrate.online('bbbb0010');
RESET ROLE;
SELECT migrate.revoke_access('onl_author');
DROP ROLE onl_author;

-- with autogenerate, and with what is written
SELECT revision FROM migrate.downgrade('base');
TRUNCATE migrate.revisions, migrate.marks, migrate.applied, migrate.journal;
CREATE TABLE a (id int, b int);
SELECT migrate.set_model('CREATE TABLE a (id int NOT NULL, b int); CREATE INDEX a_b ON a (b); CREATE TABLE c ()');
SELECT migrate.revision('generated', autogenerate => true, rev_id => 'cccc0001', online => true);
SELECT message, transactional, upgrade, downgrade FROM onl.parts;
CALL migrate.deploy();
SELECT migrate."check"();
SELECT migrate.revision('written', 'DROP INDEX a_b', rev_id => 'cccc0002', online => true);
SELECT message, transactional, upgrade, downgrade FROM onl.parts WHERE revision = 'cccc0002';

DROP TABLE a, c;
DROP VIEW onl.parts;
DROP SCHEMA onl;
TRUNCATE migrate.revisions, migrate.marks, migrate.applied, migrate.journal, migrate.model_parts;
