-- What people read: show, graph, settings.
\pset format unaligned
\pset tuples_only on
SET client_min_messages = warning;
SET migrate.derive_downgrades = off;
\o /dev/null
SELECT migrate.revision('create users', 'CREATE TABLE users (id int);', 'DROP TABLE users;', rev_id => 'aaaa0001');
SELECT migrate.revision(E'fill "users"\n\nfrom <old> & new\\#1', E'INSERT INTO users\nVALUES (1);\n', rev_id => 'aaaa0002',
	verify => 'SELECT count(*) = 1 FROM users', transactional => false);
SELECT migrate.revision('side', rev_id => 'bbbb0001', head => 'aaaa0001', splice => true, branch_label => '{side}');
SELECT migrate.revision('third', rev_id => 'cccc0001', head => 'aaaa0001', splice => true);
SELECT migrate.revision('alone', rev_id => 'eeee0001', head => 'base', depends_on => '{side}');
SELECT migrate.merge('{aaaa0002,bbbb0001,cccc0001}', rev_id => 'dddd0001');
SELECT migrate.revision('again', rev_id => 'aaaa0003', head => 'aaaa0002', splice => true);
SELECT migrate.stamp('aaaa0002');
\o
SELECT regexp_replace(migrate.show(revision), '(Created|Applied): [^\n]* by [^\n]*', '\1: (time) by (whom)', 'g')
	FROM unnest(ARRAY['aaaa0002', 'aaaa0001', 'eeee0001', 'dddd']) revision;
SELECT migrate.show('current') = migrate.show('aaaa0002'), migrate.show('base') = '';
SELECT migrate.graph();
SELECT migrate.graph('dot');
SELECT migrate.graph('mermaid');
SELECT migrate.graph('svg');
SELECT migrate.show('zzzz');
TRUNCATE migrate.revisions, migrate.marks, migrate.applied, migrate.journal;

-- lines that cross others, and bases that end beside others
\o /dev/null
SELECT migrate.revision('base', rev_id => 'a1');
SELECT migrate.revision('x', rev_id => 'b' || n, head => 'a1', splice => true) FROM generate_series(1, 4) n;
SELECT migrate.revision('y', rev_id => 'z1', head => 'base');
SELECT migrate.merge('{b1,b4}', rev_id => 'm1');
SELECT migrate.merge('{b2,z1}', rev_id => 'm2');
SELECT migrate.revision('tip', rev_id => 'm3', head => 'm1, b3');
\o
SELECT migrate.graph();
TRUNCATE migrate.revisions;

-- settings, and that they can be set
RESET migrate.derive_downgrades;
SELECT name, setting, default_value FROM migrate.settings() WHERE name = 'migrate.schemas';
SET migrate.schemas = 'a, b';
SELECT name, setting, default_value FROM migrate.settings() WHERE name = 'migrate.schemas';
RESET migrate.schemas;
SELECT count(*) FROM migrate.settings() WHERE description IS NULL OR setting IS DISTINCT FROM default_value;
