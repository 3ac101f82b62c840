# Kill -9 of the backend and of the server in the middle of an upgrade:
# nothing is half done, and the next upgrade works.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use IPC::Run;

my $node = PostgreSQL::Test::Cluster->new('crash');
$node->init;
$node->append_conf('postgresql.conf', "restart_after_crash = on\nautovacuum = off\n");
$node->start;

# The second revision sleeps where the setting says so.
$node->safe_psql('postgres', q{
	CREATE EXTENSION migrate;
	SELECT migrate.revision('first', 'CREATE TABLE one (n int); INSERT INTO one VALUES (1)', 'DROP TABLE one', rev_id => 'aaaa1111');
	SELECT migrate.revision('second', 'CREATE TABLE two (n int);
		SELECT pg_sleep(coalesce(current_setting(''test.sleep'', true), ''0'')::float);
		INSERT INTO two VALUES (2)', 'DROP TABLE two', rev_id => 'bbbb2222');
});

sub start_upgrade
{
	my ($err) = @_;
	local $ENV{PGOPTIONS} = '-c test.sleep=120';
	my $run = IPC::Run::start(
		[ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-c', 'SELECT migrate.upgrade()' ],
		'<', \'', '>', \my $out, '2>', $err);
	$node->poll_query_until('postgres',
		q{SELECT count(*) = 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg\_sleep(%' AND wait_event = 'PgSleep'})
	  or die 'the upgrade did not get to its sleep';
	return $run;
}

# The processes of the killed server need a moment to notice.
sub start_again
{
	for (1 .. 100)
	{
		return if $node->start(fail_ok => 1);
		select(undef, undef, undef, 0.1);
		$node->stop('fast', fail_ok => 1);
	}
	die 'the server does not start again';
}

sub nothing_happened
{
	my ($when) = @_;
	is($node->safe_psql('postgres', q{SELECT to_regclass('one') IS NULL AND to_regclass('two') IS NULL}),
		't', "$when: no table is there");
	is($node->safe_psql('postgres', 'SELECT count(*) FROM migrate.current()'), '0', "$when: no mark");
	is($node->safe_psql('postgres', 'SELECT count(*) FROM migrate.log'), '0', "$when: nothing in the log");
	is($node->safe_psql('postgres', 'SELECT count(*) FROM migrate.plan()'), '2', "$when: both steps are still to come");
}

my $err = '';
my $run = start_upgrade(\$err);
my $pid = $node->safe_psql('postgres', q{SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'});
kill 'KILL', $pid;
$run->finish;
isnt($run->result, 0, 'the upgrade of the killed backend fails');
$node->poll_query_until('postgres', 'SELECT true') or die 'the server does not come back';
nothing_happened('backend killed');

$run = start_upgrade(\$err);
$node->kill9;
$run->finish;
isnt($run->result, 0, 'the upgrade of the killed server fails');
start_again();
nothing_happened('server killed');

$run = start_upgrade(\$err);
$node->safe_psql('postgres', q{SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'});
$run->finish;
isnt($run->result, 0, 'a terminated upgrade fails');
nothing_happened('backend terminated');

is($node->safe_psql('postgres', 'SELECT count(*) FROM migrate.upgrade()'), '2', 'the next upgrade runs both steps');
is($node->safe_psql('postgres', 'SELECT n FROM one UNION ALL SELECT n FROM two ORDER BY n'), "1\n2", 'whole');
is($node->safe_psql('postgres', 'SELECT string_agg(revision, $$ $$) FROM migrate.current()'), 'bbbb2222', 'and marked');

$node->stop;
done_testing();
