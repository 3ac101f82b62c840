# On a standby reading works, and running says why not.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $primary = PostgreSQL::Test::Cluster->new('primary');
$primary->init(allows_streaming => 1);
$primary->start;
$primary->safe_psql('postgres', q{
	CREATE EXTENSION migrate;
	SELECT migrate.revision('first', 'CREATE TABLE one (n int)', 'DROP TABLE one', rev_id => 'aaaa1111');
	SELECT migrate.revision('second', 'CREATE TABLE two (n int)', 'DROP TABLE two', rev_id => 'bbbb2222');
	SELECT migrate.upgrade('aaaa1111');
});
$primary->backup('backup');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'backup', has_streaming => 1);
$standby->start;
$primary->wait_for_catchup($standby);

is($standby->safe_psql('postgres', 'SELECT revision FROM migrate.current()'), 'aaaa1111', 'current');
is($standby->safe_psql('postgres', 'SELECT count(*) FROM migrate.history()'), '2', 'history');
is($standby->safe_psql('postgres', 'SELECT revision FROM migrate.plan()'), 'bbbb2222', 'plan');
like($standby->safe_psql('postgres', q{SELECT migrate.script('head')}), qr/CREATE TABLE two/, 'script');

# A state is built before it can be compared.
for my $call ('SELECT migrate.upgrade()', q{SELECT migrate.downgrade('base')}, 'SELECT migrate."check"()',
	'SELECT migrate.diff()', 'SELECT migrate.drift()')
{
	my ($code, $out, $err) = $standby->psql('postgres', $call, extra_params => [ '-v', 'VERBOSITY=verbose' ]);
	like($err, qr/ERROR:  25006: cannot execute migrate\.\w+ during recovery/, "$call is refused");
	like($err, qr/HINT:  Run it on the primary/, 'with a hint');
}

# The primary's steps arrive, and the graph that a session keeps is forgotten.
my $session = $standby->background_psql('postgres');
is($session->query_safe('SELECT count(*) FROM migrate.history()'), '2', 'a session of the standby');
$primary->safe_psql('postgres', q{
	SELECT migrate.revision('third', 'CREATE TABLE three (n int)', '', rev_id => 'cccc3333');
	SELECT migrate.upgrade();
});
$primary->wait_for_catchup($standby);
is($session->query_safe('SELECT count(*) FROM migrate.history()'), '3', 'hears of a new revision');
is($session->query_safe('SELECT revision FROM migrate.current()'), 'cccc3333', 'and of where the database stands');
$session->quit;

$standby->stop;
$primary->stop;
done_testing();
