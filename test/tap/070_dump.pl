# pg_dump and restore: history, heads, marks, log, model and rights survive,
# and the next upgrade goes on from there.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('dump');
$node->init;
$node->start;

$node->safe_psql('postgres', 'CREATE DATABASE source');
$node->safe_psql('source', q{
	CREATE ROLE dump_reader;
	CREATE EXTENSION migrate;
	SELECT migrate.grant_access('dump_reader', 'reading');
	SELECT migrate.set_model('CREATE TABLE wanted (id int)');
	SELECT migrate.revision('one', 'CREATE TABLE one (n int)', 'DROP TABLE one', rev_id => 'aaaa1111');
	SELECT migrate.revision(E'two: "quotes", \\\\ and a\ttab', E'CREATE TABLE two (n int);\n-- \'', 'DROP TABLE two',
		verify => 'SELECT FROM two', rev_id => 'bbbb2222', branch_label => '{main,"a b"}');
	SELECT migrate.revision('three', 'CREATE TABLE three (n int)', 'DROP TABLE three', rev_id => 'cccc3333');
	SELECT migrate.revision('side', '', '', rev_id => 'dddd4444', head => 'base', depends_on => '{main}');
	SELECT migrate.upgrade('bbbb2222');
	SELECT migrate.downgrade('-1');
	SELECT migrate.upgrade('bbbb2222');
});

my @looks = (
	q{SELECT * FROM migrate.history()}, q{SELECT * FROM migrate.heads()},
	q{SELECT * FROM migrate.current()}, q{SELECT * FROM migrate.log},
	q{SELECT * FROM migrate.plan('heads')}, q{SELECT migrate.show('bbbb2222')},
	q{SELECT migrate.graph()}, q{SELECT migrate.model()},
	q{SELECT * FROM migrate.revisions ORDER BY revision}, q{SELECT * FROM migrate.applied ORDER BY revision},
	q{SET ROLE dump_reader; SELECT revision FROM migrate.history()});
my %before = map { $_ => $node->safe_psql('source', $_) } @looks;
is(scalar(split /\n/, $before{'SELECT * FROM migrate.log'}), 4, 'the log has something to lose');

# What the two formats share is the data; restoring is not the same code.
my $file = $node->basedir . '/dump';
for my $format ('plain', 'custom')
{
	$node->safe_psql('postgres', "CREATE DATABASE $format");
	$node->command_ok([ 'pg_dump', "--format=$format", '-f', "$file.$format", 'source' ], "pg_dump, $format");
	$node->command_ok(
		$format eq 'plain'
		? [ 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-o', '/dev/null', '-d', $format, '-f', "$file.$format" ]
		: [ 'pg_restore', '-e', '-d', $format, "$file.$format" ],
		"restore, $format");
	is($node->safe_psql($format, $_), $before{$_}, "$format: $_") for @looks;
	is($node->safe_psql($format, q{SELECT revision FROM migrate.upgrade('heads') ORDER BY 1}),
		"cccc3333\ndddd4444", "$format: upgrade goes on");
	is($node->safe_psql($format, q{SELECT count(*) FROM migrate.downgrade('base')}), '4', "$format: and back");
	is($node->safe_psql($format, q{SELECT count(*) FROM pg_tables WHERE schemaname = 'public'}), '0', "$format: nothing is left");
	is($node->safe_psql($format, q{SELECT migrate.revision('new', rev_id => 'eeee5555', head => 'main@head')}),
		'eeee5555', "$format: a new revision");
}

# An edit behind the back of the dump is found where it was restored.
$node->safe_psql('postgres', 'CREATE DATABASE edited');
my $text = slurp_file("$file.plain");
$text =~ s/CREATE TABLE one \(n int\)(?=\tDROP)/CREATE TABLE one (m int)/ or die 'no text to edit';
append_to_file("$file.edited", $text);
$node->command_ok([ 'psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', '-o', '/dev/null', '-d', 'edited', '-f', "$file.edited" ],
	'restore of an edited dump');
my ($code, $out, $err) = $node->psql('edited', q{SELECT migrate.upgrade('heads')}, extra_params => [ '-v', 'VERBOSITY=verbose' ]);
like($err, qr/ERROR:  MG020: revision "aaaa1111" was edited after it was applied/, 'an edited revision');

done_testing();
