# Two deployers and two writers, cancelled and terminated at random, there and
# back again: no step is lost or done twice, no lock leaks, no index is left
# invalid.  Takes STRESS_SECONDS, 20 unless set.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use IPC::Run;
use Time::HiRes qw(time);

my $seconds = $ENV{STRESS_SECONDS} || 20;
my $node = PostgreSQL::Test::Cluster->new('stress');
$node->init;
$node->append_conf('postgresql.conf', "autovacuum = off\nfsync = off\nlog_min_messages = error\n");
$node->start;

# Each statement that counts notes that it ran: twice is an error.
sub ran { return "INSERT INTO ran VALUES ('$_[0]')" }
sub undone { return "DO 'BEGIN DELETE FROM ran WHERE what = ''$_[0]''; IF NOT FOUND THEN RAISE ''$_[0] was not there''; END IF; END'" }

my @revisions = (
	[ 'true', "ALTER TABLE w ADD c int;\n" . ran('a'), "ALTER TABLE w DROP c;\n" . undone('a') ],
	[ 'false', join(";\n", ran('b1'), 'CREATE INDEX CONCURRENTLY w_n ON w (n)', ran('b2'),
			'CREATE UNIQUE INDEX CONCURRENTLY w_both ON w (n, id)', ran('b3')),
		join(";\n", undone('b1'), 'DROP INDEX CONCURRENTLY w_n', undone('b2'), 'DROP INDEX CONCURRENTLY w_both', undone('b3')) ],
	[ 'true', "CREATE TABLE o (id int REFERENCES w);\n" . ran('c'), "DROP TABLE o;\n" . undone('c') ],
	[ 'false', join(";\n", ran('d1'), q{CALL migrate.backfill('w', 'c = coalesce(c, 0) + 1', 'id <= 500', 50)}, ran('d2')),
		join(";\n", undone('d1'), undone('d2')) ],
	[ 'true', "ALTER TABLE w ADD CONSTRAINT positive CHECK (n >= 0);\n" . ran('e'), "ALTER TABLE w DROP CONSTRAINT positive;\n" . undone('e') ],
	[ 'false', join(";\n", ran('f1'), 'REINDEX INDEX CONCURRENTLY w_n', ran('f2')), join(";\n", undone('f1'), undone('f2')) ],
);
$node->safe_psql('postgres', q{
	CREATE EXTENSION migrate;
	CREATE TABLE w (id int PRIMARY KEY, n int NOT NULL);
	INSERT INTO w SELECT g, g FROM generate_series(1, 1000) g;
	CREATE SEQUENCE ids START 1001;
	CREATE TABLE ran (what text PRIMARY KEY);
	CREATE TABLE truce ()});
$node->safe_psql('postgres', join(";\n", map
	{ "SELECT migrate.revision('step', \$up\$$_->[1]\$up\$, \$down\$$_->[2]\$down\$, transactional => $_->[0])" } @revisions));

my $stop = $node->basedir . '/stop';

# A session that does the same again and again, and comes back when it is killed.
sub keep_running
{
	my ($name, $sql) = @_;
	my $file = $node->basedir . "/$name.sql";
	append_to_file($file, "SET application_name = '$name';\n$sql\n");
	return IPC::Run::start([ 'sh', '-c', "while [ ! -e '$stop' ]; do psql -XAtq -d '" . $node->connstr('postgres') . "' -f '$file'; done" ],
		'<', \'', '>', '/dev/null', '2>', '/dev/null');
}

my @others = map {
	keep_running("writer$_", q{UPDATE w SET n = n + 1 WHERE id % 1000 = (random() * 999)::int \; }
		. q{SELECT pg_sleep(random() * 0.02) \; INSERT INTO w (id, n) VALUES (nextval('ids'), 1) \watch 0.005})
} (1, 2);

# Pauses when nobody gets anywhere any more, on a slow machine.
sub start_killer
{
	push @others, keep_running('killer', q{SELECT CASE WHEN random() < 0.5 THEN pg_cancel_backend(pid) ELSE pg_terminate_backend(pid) END
		FROM (SELECT pid FROM pg_stat_activity WHERE application_name ~ '^(writer|deployer)' ORDER BY random() LIMIT 1) x
		WHERE random() < 0.7 AND NOT EXISTS (SELECT FROM truce) \watch 0.04});
}

sub start_deployer
{
	my ($number, $call, $err, $lock_timeout) = @_;
	$lock_timeout //= '100ms';
	$$err = '';
	return IPC::Run::start([ 'psql', '-XAtq', '-v', 'VERBOSITY=verbose', '-d', $node->connstr('postgres') . " application_name=deployer$number",
		'-c', "SET migrate.lock_timeout = '$lock_timeout'", '-c', q{SET migrate.lock_retry_delay = '10ms'}, '-c', 'SET migrate.lock_retries = 3',
		'-c', $call ], '<', \'', '>', \my $out, '2>', $err);
}

my %ended;
my @strange;

# Both at once, until one gets there.
sub both
{
	my ($call) = @_;
	for my $try (1 .. 2000)
	{
		my @err = ('', '');
		$node->safe_psql('postgres', 'INSERT INTO truce DEFAULT VALUES') if $try == 200;
		my @runs = map { start_deployer($_, $call, \$err[$_]) } (0, 1);
		$_->finish for @runs;
		for my $i (0, 1)
		{
			my @states = $err[$i] =~ /(?:ERROR|FATAL):  (\w{5}):/g;
			$ended{$_}++ for @states;
			push @strange, $err[$i] if grep { !/^(57014|57P01|55P03|40P01)$/ } @states;
		}
		next unless @strange || grep { !$_->result } @runs;
		$node->safe_psql('postgres', 'DELETE FROM truce') if $try >= 200;
		# One that was terminated has told its client before it lets go of its locks.
		return $node->poll_query_until('postgres', q{SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name ~ '^deployer'});
	}
	return 0;
}

# One that waits for a table is hit there.
sub hit_waiting
{
	my ($function, $state) = @_;
	my $holder = $node->background_psql('postgres');
	$holder->query_safe('BEGIN; LOCK w');
	my $run = start_deployer(0, 'CALL migrate.deploy()', \my $err, '1h');
	$node->poll_query_until('postgres', q{SELECT count(*) = 1 FROM pg_stat_activity
		WHERE application_name = 'deployer0' AND query LIKE 'ALTER TABLE w %' AND wait_event_type = 'Lock'}) or die 'it does not wait';
	$node->safe_psql('postgres', "SELECT $function(pid) FROM pg_stat_activity WHERE application_name = 'deployer0'");
	$run->finish;
	$holder->query_safe('COMMIT');
	$holder->quit;
	like($err, qr/(?:ERROR|FATAL):  $state:/, "$function in the middle");
}

sub state_of_things
{
	return $node->safe_psql('postgres', q{SELECT (SELECT coalesce(string_agg(what, ' ' ORDER BY what), '-') FROM ran),
		(SELECT coalesce(string_agg(indexrelid::regclass || CASE WHEN indisvalid THEN '' ELSE ' invalid' END, ' ' ORDER BY indexrelid::regclass::text), '-')
			FROM pg_index WHERE indrelid = 'w'::regclass),
		(SELECT count(*) FROM migrate.applied),
		(SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'),
		(SELECT count(*) FROM migrate.journal WHERE outcome = 'running')});
}

hit_waiting('pg_cancel_backend', '57014');
hit_waiting('pg_terminate_backend', '57P01');
start_killer();

my $rounds = 0;
my $until = time + $seconds;
my $good = 1;
while ($good && time < $until)
{
	$rounds++;
	$good = both('CALL migrate.deploy()')
	  && is(state_of_things(), 'a b1 b2 b3 c d1 d2 e f1 f2|w_both w_n w_pkey|6|0|0', "round $rounds: at head, all is there, once")
	  && is($node->safe_psql('postgres', 'SELECT DISTINCT c FROM w WHERE id <= 500'), '1', "round $rounds: each row is backfilled once")
	  && both(q{CALL migrate.rollback('base')})
	  && is(state_of_things(), '-|w_pkey|0|0|0', "round $rounds: at base, nothing is left");
}
ok($good, 'there and back again');
is(join("\n", @strange), '', 'nothing fails in another way than by being cancelled, terminated or locked out');
is($node->safe_psql('postgres', q{SELECT count(*) FROM (SELECT revision, sum(CASE direction WHEN 'upgrade' THEN 1 ELSE -1 END) AS n
	FROM migrate.journal WHERE outcome = 'done' GROUP BY revision) x WHERE n <> 0}), '0', 'as the journal has it: as often there as back');
diag("$rounds rounds, " . join(', ', map { "$_: $ended{$_}" } sort keys %ended));

append_to_file($stop, '');
$node->safe_psql('postgres', q{SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ~ '^(writer|killer)'});
$_->finish for @others;
$node->stop;
done_testing();
