# Two and ten upgraders at once, in every isolation level: each step runs once.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use IPC::Run;

my $steps = 30;
my $node = PostgreSQL::Test::Cluster->new('concurrency');
$node->init;
$node->start;

$node->safe_psql('postgres', qq{
	CREATE EXTENSION migrate;
	CREATE TABLE ran (step int PRIMARY KEY, pid int DEFAULT pg_backend_pid());
	DO \$\$ BEGIN FOR n IN 1 .. $steps LOOP
		PERFORM migrate.revision('step ' || n, format('INSERT INTO ran VALUES (%s); SELECT pg_sleep(0.01)', n),
			format('DELETE FROM ran WHERE step = %s', n));
	END LOOP; END \$\$;
});

sub race
{
	my ($sessions, $isolation) = @_;
	my $name = "$sessions sessions, $isolation";
	my (@runs, @out, @err);

	for my $i (0 .. $sessions - 1)
	{
		($out[$i], $err[$i]) = ('', '');
		push @runs, IPC::Run::start(
			[ 'psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-v', 'VERBOSITY=verbose', '-d', $node->connstr('postgres'), '-f', '-' ],
			'<', \"BEGIN ISOLATION LEVEL $isolation;\nSELECT count(*) FROM migrate.upgrade();\nCOMMIT;\n",
			'>', \$out[$i], '2>', \$err[$i]);
	}
	$_->finish for @runs;

	my $all = join('', @out);
	is(scalar(() = $all =~ /^$steps$/mg), 1, "$name: one runs every step");
	my $failed = scalar(grep { /ERROR/ } @err);
	my $serialization = scalar(grep { /ERROR:  40001/ } @err);
	is($failed, $isolation eq 'READ COMMITTED' ? 0 : $serialization, "$name: the others fail with 40001 only, or not at all");
	is(scalar(() = $all =~ /^0$/mg), $sessions - 1 - $failed, "$name: and find nothing to do otherwise");
	is($node->safe_psql('postgres', 'SELECT count(*), count(DISTINCT pid) FROM ran'), "$steps|1", "$name: each step ran once");
	is($node->safe_psql('postgres', q{SELECT count(*) FROM migrate.log WHERE direction = 'upgrade' AND at > now() - interval '1 hour'}),
		$steps, "$name: and is logged once");

	$node->safe_psql('postgres', q{SELECT count(*) FROM migrate.downgrade('base'); DELETE FROM migrate.journal});
	is($node->safe_psql('postgres', 'SELECT count(*) FROM ran'), '0', "$name: and back");
}

for my $isolation ('READ COMMITTED', 'REPEATABLE READ', 'SERIALIZABLE')
{
	race(2, $isolation);
	race(10, $isolation);
}

# Who waits can be told to stop waiting; who began before the winner ended finds
# nothing to do, or is told to try again where something is left that its
# snapshot is too old for.
my $holder = $node->background_psql('postgres', on_error_stop => 0);
$holder->query_safe('SET client_min_messages = warning');
$holder->query_safe('BEGIN');
$holder->query_safe('SELECT count(*) FROM migrate.upgrade()');
my ($code, $stdout, $stderr) = $node->psql('postgres', "SET lock_timeout = '100ms'; SELECT migrate.upgrade();",
	extra_params => [ '-v', 'VERBOSITY=verbose' ]);
like($stderr, qr/ERROR:  55P03/, 'lock_timeout ends the wait for the other migrator');
like($stderr, qr/NOTICE:.*waiting for another session/, 'which is announced');

my $late = $node->background_psql('postgres', on_error_stop => 0);
$late->query_safe('SET client_min_messages = warning');
$late->query_safe('BEGIN ISOLATION LEVEL REPEATABLE READ');
$late->query_safe('SELECT 1');
$holder->query_safe('COMMIT');
is($late->query_safe('SELECT count(*) FROM migrate.upgrade()'), '0', 'an older snapshot does not make the steps run again');
$late->query('SELECT count(*) FROM migrate.downgrade(-1)');
like($late->{stderr}, qr/could not serialize access: another session ran revisions meanwhile/,
	'and does not run other steps');
$late->quit;
$holder->quit;

# Other people's advisory locks are no business of ours.
my $other = $node->background_psql('postgres', on_error_stop => 0);
$other->query_safe('SELECT count(pg_advisory_lock(n)) FROM generate_series(0, 2) n');
$other->query_safe('SELECT count(pg_advisory_lock(n, 0)) FROM generate_series(0, 2) n');
is($node->safe_psql('postgres', q{SET lock_timeout = '5s'; SELECT count(*) FROM migrate.downgrade('base')}),
	$steps, 'advisory locks of others do not block');
$other->quit;

$node->stop;
done_testing();
