# import and export: directories of the server's machine, the rights for them,
# and files that are damaged in every way that comes to mind.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use File::Path qw(make_path remove_tree);

my $node = PostgreSQL::Test::Cluster->new('files');
$node->init(extra => [ '--encoding=UTF8', '--no-locale' ]);
$node->append_conf('postgresql.conf', 'migrate.derive_downgrades = off');
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION migrate');
my $top = PostgreSQL::Test::Utils::tempdir();

sub put
{
	my ($name, $bytes) = @_;
	my ($folder) = $name =~ m{^(.*)/};
	make_path($folder);
	open my $out, '>:raw', $name or die "$name: $!";
	print $out $bytes;
	close $out or die "$name: $!";
}

# A directory of its own with these files.
my $made = 0;

sub directory
{
	my %files = @_;
	my $path = "$top/d" . ++$made;
	make_path($path);
	put("$path/$_", $files{$_}) for keys %files;
	return $path;
}

# SQLSTATE and what else the server says.
sub refusal
{
	my ($sql, $db) = @_;
	my ($code, $out, $err) = $node->psql($db // 'postgres', $sql, extra_params => [ '-v', 'VERBOSITY=verbose' ]);
	return $code == 0 ? "not refused: $out" : $err;
}

sub query { return $node->safe_psql($_[1] // 'postgres', $_[0]); }
sub imported { return query("SELECT action, revision, name FROM migrate.import('$_[0]')", $_[1]); }
sub exported { return query("SELECT action, revision, name FROM migrate.export('$_[0]')", $_[1]); }
sub stored { return query('SELECT (SELECT count(*) FROM migrate.revisions) + (SELECT count(*) FROM migrate.model_parts)'); }

# ---- there and back ----------------------------------------------------------

my $there = directory(
	'versions/b.sql' => "-- revision: bbbb\n-- revises: aaaa\n\n-- migrate:up\nCREATE TABLE b ();\n",
	'versions/deep/er/a.sql' => "\xEF\xBB\xBF-- revision: aaaa\r\n-- revises:\r\n-- message: \xC3\xA4\r\n\r\n-- migrate:up\r\nCREATE TABLE a ();\r\n",
	'model/10_a.sql' => "CREATE TABLE a ();\n",
	'versions/.hidden.sql' => 'hidden', '.git/x.sql' => 'hidden', 'README.md' => 'read me', 'versions/b.sql.orig' => 'old');
is(imported($there), "added|aaaa|versions/deep/er/a.sql\nadded|bbbb|versions/b.sql\nadded||model/10_a.sql", 'import');
is(query(q{SELECT revision, message, upgrade FROM migrate.revisions ORDER BY 1}),
	"aaaa|\xC3\xA4|CREATE TABLE a ();\nbbbb|empty message|CREATE TABLE b ();", 'what was imported');
like(imported($there), qr/^unchanged\|aaaa.*\nunchanged\|bbbb.*\nunchanged\|\|model/, 'import again');
is(query(q{SELECT revision FROM migrate.upgrade()}), "aaaa\nbbbb", 'and run');
query(q{SELECT migrate.revision('a third', 'SELECT 3;', '', rev_id => 'cccc'); SELECT migrate.set_model('CREATE TABLE b ();', 'by hand')});
like(exported($there), qr{^unchanged\|aaaa\|versions/deep/er/a\.sql\nunchanged\|bbbb\|versions/b\.sql\nadded\|cccc\|versions/\S+-cccc_a_third\.sql\n}, 'a file keeps its name');
like(exported($there), qr/^(unchanged.*\n?){5}$/, 'nothing is written again');
is(slurp_file("$there/model/by hand.sql"), 'CREATE TABLE b ();', 'a part of the model');
query(q{SELECT migrate.edit('cccc', 'SELECT 4;')});
like(exported($there), qr/updated\|cccc/, 'what was edited is updated');
like(slurp_file((glob("$there/versions/*-cccc_*"))[0]), qr/SELECT 4;/, 'its text');

my $new = "$top/new/below";
like(exported($new), qr/^(added.*\n?){5}$/, 'export to a directory that is not there yet');
is((stat("$new/versions"))[2] & 07777, 0755, 'others may look into it');
is((stat((glob("$new/versions/*"))[0]))[2] & 07777, 0644, 'and read its files');
is(join(' ', grep { /\.new$/ } glob("$new/*/*")), '', 'no drafts are left');
query('CREATE DATABASE other');
query('CREATE EXTENSION migrate', 'other');
like(imported($new, 'other'), qr/^(added.*\n?){5}$/, 'import elsewhere');
my $all = q{SELECT revision, down_revision, message, upgrade, downgrade, verify, transactional, created_at, digest FROM migrate.revisions ORDER BY 1};
is(query($all, 'other'), query($all), 'the same revisions');
is(query(q{SELECT string_agg(ddl, '' ORDER BY ddl) FROM migrate.model_parts}, 'other'), "CREATE TABLE a ();\nCREATE TABLE b ();", 'the same model');
like(exported($new, 'other'), qr/^(unchanged.*\n?){5}$/, 'the same files');

# ---- directories that are none, rights ---------------------------------------

like(refusal("SELECT migrate.import('migrations')"), qr/42602: "migrations" is not an absolute path/, 'a relative path');
like(refusal("SELECT migrate.export('migrations')"), qr/42602: "migrations" is not an absolute path/, 'a relative path to export');
like(refusal("SELECT migrate.import('$top/nonesuch')"), qr/58P01: could not open directory/, 'no directory');
like(refusal("SELECT migrate.import('$there/README.md')"), qr/could not open directory/, 'a file');
like(refusal("SELECT migrate.export('$there/README.md')"), qr/could not create directory|could not open directory/, 'a file to export to');
like(refusal("SELECT migrate.import('" . directory('x.txt' => '') . "')"), qr/58P01: there are no files of format "migrate" in directory/, 'no files');
like(refusal("SELECT migrate.import('$there', 'nonesuch')"), qr/22023: unrecognized format "nonesuch"/, 'no such format');
like(refusal("SELECT migrate.import(NULL)"), qr/22004: the directory must not be null/, 'no directory at all');
like(refusal("SELECT migrate.import('/x', NULL)"), qr/22004: the format must not be null/, 'no format at all');

query(q{CREATE ROLE author; SELECT migrate.grant_access('author', 'authoring');
	CREATE ROLE in_author LOGIN IN ROLE author; CREATE ROLE reader LOGIN IN ROLE author, pg_read_server_files;
	CREATE ROLE writer LOGIN IN ROLE author, pg_read_server_files, pg_write_server_files});
for my $case (
	[ 'in_author', "import('$there')", 'permission denied to read files of the server' ],
	[ 'in_author', "export('$there')", 'permission denied to write files of the server' ],
	[ 'reader', "export('$there')", 'permission denied to write files of the server' ])
{
	my ($role, $call, $message) = @$case;
	like(refusal("SET ROLE $role; SELECT migrate.$call"), qr/42501: $message/, "$role: $call");
}
like(query("SET ROLE reader; SELECT action FROM migrate.import('$there')"), qr/unchanged/, 'one who may read');
like(query("SET ROLE writer; SELECT action FROM migrate.export('$there')"), qr/unchanged/, 'one who may write');

# Adopting is stamping: it takes the right to read that tool's table, and to run.
my $adopting = directory('1_x.sql' => '-- migrate:up');
query(q{SELECT count(*) FROM migrate.upgrade(); CREATE TABLE schema_migrations (version text); INSERT INTO schema_migrations VALUES ('1')});
like(refusal("SET ROLE reader; SELECT migrate.import('$adopting', 'dbmate')"),
	qr/42501: permission denied for table schema_migrations/, "who may not read that tool's table");
query('GRANT SELECT ON schema_migrations TO author');
like(refusal("SET ROLE reader; SELECT migrate.import('$adopting', 'dbmate')"), qr/42501: permission denied for/, 'who may not run');
is(query(q{SELECT count(*) FROM migrate.revisions WHERE revision = '1'}), 0, 'and nothing is stored');
query('DROP TABLE schema_migrations');

# ---- what can't be written ---------------------------------------------------

SKIP:
{
	skip 'root may write everything', 2 if $> == 0;
	my $closed = directory('x.md' => '');
	chmod 0555, $closed;
	like(refusal("SELECT migrate.export('$closed')"), qr/42501: could not create directory/, 'a directory that is closed');
	chmod 0755, $closed;
	my $secret = directory('x.sql' => '');
	chmod 0000, "$secret/x.sql";
	like(refusal("SELECT migrate.import('$secret')"), qr/42501: could not open file/, 'a file that is closed');
}
my $name = (glob("$new/versions/*-cccc_*"))[0] =~ s{.*/}{}r;
like(refusal("SELECT migrate.export('" . directory("versions/$name" => 'something else') . "')"),
	qr/58P02: file "versions\/\Q$name\E" is there, and is not of revision "cccc"/, "a file that is another's");
query(q{SELECT migrate.set_model('CREATE TABLE c ();', '../../c')});
like(refusal("SELECT migrate.export('$top/odd')"), qr/22023: part "..\/..\/c" of the model can't be the name of a file/, 'a part with a path for a name');
query(q{SELECT migrate.set_model(NULL, '../../c')});

# ---- a database in another encoding ------------------------------------------

query(q{CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0});
query('CREATE EXTENSION migrate', 'latin');
is(imported(directory('1.sql' => "-- migrate:up\nSELECT '\xC3\xA4';"), 'latin'), 'added|1|1.sql', 'LATIN1');
is(query(q{SELECT ascii(substr(upgrade, 9)) FROM migrate.revisions}, 'latin'), 228, 'is converted');
exported("$top/latin", 'latin');
like(slurp_file((glob("$top/latin/versions/*"))[0]), qr/SELECT '\xC3\xA4';/, 'and back');
like(refusal("SELECT migrate.import('" . directory('1.sql' => "-- migrate:up\nSELECT '\xE2\x82\xAC';") . "')", 'latin'),
	qr/22P05: character with byte sequence 0xe2 0x82 0xac/, 'what it has no character for');

# ---- forty kinds of damage ----------------------------------------------------

query('TRUNCATE migrate.revisions, migrate.marks, migrate.applied, migrate.model_parts');
my $head = "-- revision: aaaa\n-- revises:\n\n";
my $good = "${head}-- migrate:up\nSELECT 1;\n";

# what it is, SQLSTATE and what is said of it, the files
my @damages = (
	[ 'no header, no marker', 'MG060', '1.sql: there is neither a line "-- revision:" nor one "-- migrate:up"', '1.sql' => 'SELECT 1;' ],
	[ 'empty', 'MG060', '1.sql: there is neither a line', '1.sql' => '' ],
	[ 'white space only', 'MG060', '1.sql: there is neither a line', '1.sql' => " \r\n\t\n" ],
	[ 'no version in the name', 'MG060', 'x.sql: there is no line "-- revision:", and the name does not begin with a version', 'x.sql' => '-- migrate:up' ],
	[ 'no parent', 'MG060', 'x.sql, line 2: there is no line "-- revises:"', 'x.sql' => "\n-- revision: aaaa\n-- migrate:up\n" ],
	[ 'no id', 'MG060', 'x.sql, line 1: "-- revision:" is not followed by one id', 'x.sql' => "-- revision:\n-- revises:\n-- migrate:up\n" ],
	[ 'two ids', 'MG060', 'x.sql, line 1: "-- revision:" is not followed by one id', 'x.sql' => "-- revision: a1, b2\n-- revises:\n-- migrate:up\n" ],
	[ 'an id that is a keyword', 'MG060', 'x.sql, line 1: "head" can\'t be in "-- revision:"', 'x.sql' => "-- revision: head\n-- revises:\n" ],
	[ 'an id with a colon', 'MG060', 'x.sql, line 1: "a:b" can\'t be', 'x.sql' => "-- revision: a:b\n-- revises:\n" ],
	[ 'a label that is an offset', 'MG060', 'x.sql, line 3: "\+1" can\'t be', 'x.sql' => "-- revision: aaaa\n-- revises:\n-- branch labels: +1\n" ],
	[ 'a list with a hole', 'MG060', 'x.sql, line 2: "-- revises:" is not a list', 'x.sql' => "-- revision: aaaa\n-- revises: b,,c\n" ],
	[ 'a quote that is open', 'MG060', 'x.sql, line 2: "-- revises:" is not a list', 'x.sql' => "-- revision: aaaa\n-- revises: \"b\n" ],
	[ 'a parent twice', 'MG060', 'x.sql, line 2: "b" is in "-- revises:" more than once', 'x.sql' => "-- revision: aaaa\n-- revises: b, b\n" ],
	[ 'a key twice', 'MG060', 'x.sql, line 3: "-- revises:" is there already, in line 2', 'x.sql' => "-- revision: aaaa\n-- revises:\n-- revises: b\n" ],
	[ 'an unknown key', 'MG060', 'x.sql, line 3: "author" is not a key of the header', 'x.sql' => "-- revision: aaaa\n-- revises:\n-- author: me\n" ],
	[ 'a key misspelled', 'MG060', 'x.sql, line 3: "depends" is not a key', 'x.sql' => "-- revision: aaaa\n-- revises:\n-- depends: b\n" ],
	[ 'a key without a revision', 'MG060', '1.sql, line 1: "-- revises:" without a line "-- revision:"', '1.sql' => "-- revises: b\n-- migrate:up\n" ],
	[ 'neither yes nor no', 'MG060', 'x.sql, line 3: "-- transactional:" is yes or no, not "perhaps"', 'x.sql' => "-- revision: aaaa\n-- revises:\n-- transactional: perhaps\n" ],
	[ 'no moment', 'MG060', 'x.sql, line 3: "yesterday" is not a moment', 'x.sql' => "-- revision: aaaa\n-- revises:\n-- created: yesterday\n" ],
	[ 'a moment out of range', 'MG060', 'x.sql, line 3: "2025-02-30 00:00:00\+00" is not a moment', 'x.sql' => "-- revision: aaaa\n-- revises:\n-- created: 2025-02-30 00:00:00+00\n" ],
	[ 'SQL in the header', 'MG060', 'x.sql, line 2: text before the first "-- migrate:up"', 'x.sql' => "-- revision: aaaa\nSELECT 1;\n-- revises:\n-- migrate:up\n" ],
	[ 'two ups', 'MG060', 'x.sql, line 6: a second "-- migrate:up"; the first is in line 4', 'x.sql' => "$good-- migrate:up\n" ],
	[ 'two downs', 'MG060', 'x.sql, line 7: a second "-- migrate:down"; the first is in line 6', 'x.sql' => "$good-- migrate:down\n-- migrate:down\n" ],
	[ 'two verifies', 'MG060', 'x.sql, line 7: a second "-- migrate:verify"; the first is in line 6', 'x.sql' => "$good-- migrate:verify\n-- migrate:verify\n" ],
	[ 'a down without an up', 'MG060', 'x.sql, line 4: "-- migrate:down" without "-- migrate:up"', 'x.sql' => "$head-- migrate:down\nSELECT 1;\n" ],
	[ 'an unknown section', 'MG060', 'x.sql, line 6: there is no section "upp"', 'x.sql' => "$good--migrate:upp\nSELECT 2;\n" ],
	[ 'an unknown option', 'MG060', 'x.sql, line 4: "transaction:maybe" is not an option', 'x.sql' => "$head-- migrate:up transaction:maybe\nSELECT 1;\n" ],
	[ 'a section without its end', 'MG060', 'x.sql, line 4: there is no "-- migrate:end end" for this section', 'x.sql' => "$head-- migrate:up until:end\nSELECT 1;\n" ],
	[ 'an end of nothing', 'MG060', 'x.sql, line 6: "-- migrate:end" ends nothing', 'x.sql' => "$good-- migrate:end x\n" ],
	[ 'text after an end', 'MG060', 'x.sql, line 7: text after "-- migrate:end", in no section', 'x.sql' => "$head-- migrate:up until:end\nSELECT 1;\n-- migrate:end end\nSELECT 2;\n" ],
	[ 'CONCURRENTLY in a transaction', 'MG060', 'x.sql, line 5: CREATE INDEX refuses a transaction block', 'x.sql' => "-- revision: aaaa\n-- revises:\n-- migrate:up\nSELECT 1;\nCREATE INDEX CONCURRENTLY ON t (a);\n" ],
	[ 'bad UTF-8', 'MG060', 'x.sql, line 5: byte 0xff is not UTF-8', 'x.sql' => $head . "-- migrate:up\nSELECT '\xFF';" ],
	[ 'UTF-8 that is cut off', 'MG060', 'x.sql, line 5: byte 0xe2 is not UTF-8', 'x.sql' => $head . "-- migrate:up\nSELECT '\xE2\x82" ],
	[ 'UTF-8 that is too long', 'MG060', 'x.sql, line 5: byte 0xc0 is not UTF-8', 'x.sql' => $head . "-- migrate:up\nSELECT '\xC0\xAF'" ],
	[ 'a surrogate', 'MG060', 'x.sql, line 5: byte 0xed is not UTF-8', 'x.sql' => $head . "-- migrate:up\nSELECT '\xED\xA0\x80'" ],
	[ 'a NUL', 'MG060', 'x.sql, line 5: there is a NUL byte', 'x.sql' => $head . "-- migrate:up\nSELECT '\0';" ],
	[ 'UTF-16', 'MG060', 'x.sql, line 1: it is in UTF-16', 'x.sql' => "\xFF\xFE-\0-\0" ],
	[ 'UTF-16, the other way', 'MG060', 'x.sql, line 1: it is in UTF-16', 'x.sql' => "\xFE\xFF\0-\0-" ],
	[ 'LATIN1', 'MG060', 'x.sql, line 3: byte 0xe4 is not UTF-8', 'x.sql' => "-- revision: aaaa\n-- revises:\n-- message: \xE4\n" ],
	[ 'a program', 'MG060', 'x.sql, line 1: there is a NUL byte', 'x.sql' => "\x7FELF\2\1\1\0\0" ],
	[ '50 MB', 'MG060', 'x.sql: it has 50 MB, and 32 are the most', 'x.sql' => $good . ' ' x (50 * 1024 * 1024) ],
	[ 'returns and a fault', 'MG060', 'x.sql, line 6: a second "-- migrate:up"; the first is in line 4', 'x.sql' => "$good-- migrate:up\n" =~ s/\n/\r\n/gr ],
	[ 'a mark of byte order and a fault', 'MG060', 'x.sql, line 3: "who" is not a key', 'x.sql' => "\xEF\xBB\xBF-- revision: aaaa\n-- revises:\n-- who: me\n" ],
	[ 'a missing parent', 'MG004', 'x.sql, line 2: revision "bbbb", which "aaaa" revises, is neither stored nor among the files', 'x.sql' => "-- revision: aaaa\n-- revises: bbbb\n" ],
	[ 'a missing dependency', 'MG004', 'x.sql, line 3: revision "bbbb", which "aaaa" depends on, is neither', 'x.sql' => "-- revision: aaaa\n-- revises:\n-- depends on: bbbb\n" ],
	[ 'its own parent', 'MG004', 'x.sql, line 2: revision "aaaa" revises itself', 'x.sql' => "-- revision: aaaa\n-- revises: aaaa\n" ],
	[ 'its own dependency', 'MG004', 'x.sql, line 3: revision "aaaa" depends on itself', 'x.sql' => "-- revision: aaaa\n-- revises:\n-- depends on: aaaa\n" ],
	[ 'a cycle', 'MG004', '[xy].sql, line 2: these revisions follow each other in a cycle: .*', 'x.sql' => "-- revision: aaaa\n-- revises: bbbb\n", 'y.sql' => "-- revision: bbbb\n-- revises: aaaa\n" ],
	[ 'a cycle of a dependency', 'MG004', '[xy].sql, line 2: these revisions follow each other in a cycle: .*', 'x.sql' => "-- revision: aaaa\n-- revises:\n-- depends on: bbbb\n", 'y.sql' => "-- revision: bbbb\n-- revises: aaaa\n" ],
	[ 'two files for one revision', 'MG004', 'y.sql, line 1: revision "aaaa" is in x.sql, line 1, too', 'x.sql' => $good, 'y.sql' => $good ],
	[ 'two versions of one file', 'MG004', 'b/1_x.sql: revision "1" is in a/1_x.sql, too', 'a/1_x.sql' => '-- migrate:up', 'b/1_x.sql' => "-- migrate:up\nSELECT 1" ],
	[ 'a label twice', 'MG004', 'y.sql, line 3: branch label "l" is a name already, in x.sql, line 1', 'x.sql' => "-- revision: aaaa\n-- revises:\n-- branch labels: l\n", 'y.sql' => "-- revision: bbbb\n-- revises:\n-- branch labels: l\n" ],
	[ 'a label that is an id', 'MG004', 'branch label "bbbb" is a name already|"bbbb" is a branch label already', 'x.sql' => "-- revision: aaaa\n-- revises:\n-- branch labels: bbbb\n", 'y.sql' => "-- revision: bbbb\n-- revises:\n" ],
);
cmp_ok(scalar(@damages), '>=', 40, 'forty kinds of damage and more');
for my $damage (@damages)
{
	my ($what, $state, $message, %files) = @$damage;
	my $path = directory(%files, 'good.sql' => $good =~ s/aaaa/cccc/r, 'model/part.sql' => 'CREATE TABLE t ();');
	my $said = refusal("SELECT migrate.import('$path')");

	like($said, qr/$state: the revision files have .*\n.*DETAIL:  .*$message/s, "$what is refused");
	is(stored(), 0, "$what: nothing is stored");
	remove_tree($path);
}

# All that is wrong is said at once, whatever it is.
my $said = refusal("SELECT migrate.import('" . directory('1.sql' => '', '2.sql' => "\0", '3.sql' => "\xFF", 'x.sql' => "-- revision: aaaa\n-- revises: nonesuch\n", 'y.sql' => $good) . "')");
like($said, qr/MG060: the revision files have 5 problems/, 'all at once');
like($said, qr/\Q$_\E/, "of $_") for '1.sql: there', '2.sql, line 1', '3.sql, line 1', 'x.sql, line 2', 'y.sql, line 1';

# Texts that are unusual and sound.
is(imported(directory('1.sql' => "-- migrate:up\r\nSELECT 1;\r\n-- migrate:down\r\n", '2.sql' => "\xEF\xBB\xBF-- migrate:up\nSELECT 2;",
	'3.sql' => "-- migrate:up\nSELECT '" . 'x' x (20 * 1024 * 1024) . "';")), "added|1|1.sql\nadded|2|2.sql\nadded|3|3.sql", 'unusual texts');

done_testing();
