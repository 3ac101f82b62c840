# Batches that commit: killed, cancelled, locked out, slowed down by a replica;
# every row is changed once.  "failure n" counts as docs/operations.md does.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use IPC::Run;

my $node = PostgreSQL::Test::Cluster->new('backfill');
$node->init(allows_streaming => 1);
$node->append_conf('postgresql.conf', "autovacuum = off\nrestart_after_crash = on\n");
$node->start;
$node->safe_psql('postgres', q{
	CREATE EXTENSION migrate;
	CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL DEFAULT 0, filler text);
	INSERT INTO t SELECT g, 0, repeat('x', 300) FROM generate_series(1, 2000) g;
});

sub one { return $node->safe_psql('postgres', $_[0]) }

my $call = q{CALL migrate.backfill('t', 'n = n + 1', NULL, 100, '10 ms')};

sub start_backfill
{
	my ($err, @settings) = @_;
	$$err = '';
	return IPC::Run::start([ 'psql', '-XAtq', '-v', 'VERBOSITY=verbose', '-d', $node->connstr('postgres'),
		(map { ('-c', "SET $_") } @settings), '-c', $call ], '<', \'', '>', \my $out, '2>', $err);
}

sub wait_for_progress
{
	my ($condition, $name) = @_;
	ok($node->poll_query_until('postgres', "SELECT count(*) = 1 FROM migrate.progress WHERE command = 'backfill' AND $condition"), $name);
	return one(q{SELECT pid FROM migrate.progress WHERE command = 'backfill'});
}

sub rows_are
{
	my ($expected, $name) = @_;
	is(one(q{SELECT string_agg(n || ':' || c, ' ' ORDER BY n) FROM (SELECT n, count(*) AS c FROM t GROUP BY n) x}), $expected, $name);
}

# A locked row stops it there: three ways to end it, and then it goes on.
my $err;
my $done = 0;
for my $how ('cancel', 'TERM', 'KILL')
{
	my $holder = $node->background_psql('postgres');
	$holder->query_safe('BEGIN');
	$holder->query_safe('SELECT FROM t WHERE id = ' . ($done + 550) . ' FOR UPDATE');
	my $run = start_backfill(\$err, q{migrate.lock_timeout = '1min'});
	$done += 500;
	my $pid = wait_for_progress(q{waiting_for LIKE 'ShareLock on%'}, "$how: it waits for a row");
	is(one(q{SELECT rows_done || ' ' || rows_changed FROM migrate.progress}), "$done $done", "$how: progress knows how far it is");
	like(one('SELECT text FROM migrate.progress'), qr/^UPDATE public\.t SET/, "$how: and what it does");
	if ($how eq 'cancel') { is(one('SELECT migrate.cancel(run) FROM migrate.progress'), 't', "$how: cancelled") }
	else { kill $how, $pid }
	$run->finish;
	isnt($run->result, 0, "$how: it ends");
	if ($how eq 'KILL') { eval { $holder->{run}->finish } }
	else { $holder->query_safe('COMMIT'); $holder->quit }
	$node->poll_query_until('postgres', 'SELECT true') or die 'the server does not come back';
	rows_are('0:' . (2000 - $done) . " 1:$done", "$how: the batches before are there");
	is(one(q{SELECT count(*) FROM migrate.progress WHERE state = 'interrupted'}), $how eq 'cancel' ? '0' : '1', "$how: its state") ;
}
one("SET client_min_messages = warning; $call");
rows_are('1:2000', 'failure 25: killed three times, each row is changed once');
is(one(q{SELECT string_agg(outcome, ' ' ORDER BY at) FROM migrate.runs}), 'failed interrupted interrupted done', 'the runs tell');

# One at a time; a lock that is not to be had is tried for again, and its holder is named.
my $holder = $node->background_psql('postgres');
$holder->query_safe('BEGIN');
$holder->query_safe('SELECT FROM t WHERE id = 150 FOR UPDATE');
my $first = start_backfill(\$err, q{migrate.lock_timeout = '1min'});
wait_for_progress('waiting_for IS NOT NULL', 'one waits');
my (undef, undef, $other) = $node->psql('postgres', $call, extra_params => [ '-v', 'VERBOSITY=verbose' ]);
like($other, qr/ERROR:  55006: a backfill of this table is under way\nDETAIL:  Process \d+ is at work on it/, 'another one is refused');
one('SELECT migrate.cancel(run) FROM migrate.progress');
$first->finish;
like($err, qr/ERROR:  57014/, 'the first is cancelled');
my $second = start_backfill(\$err, q{migrate.lock_timeout = '50ms'}, 'migrate.lock_retries = 1', q{migrate.lock_retry_delay = '10ms'});
$second->finish;
like($err, qr/ERROR:  55P03.*\nDETAIL:  It waited for .*\nProcess \d+ \(user .*SELECT FROM t WHERE id = 150 FOR UPDATE/s, 'failure 1: who has the row is named');
my $third = start_backfill(\$err, q{migrate.lock_timeout = '50ms'}, 'migrate.lock_retries = 1000', q{migrate.lock_retry_delay = '3s'});
wait_for_progress(q{waiting_for = 'its next try'}, 'it pauses');
is(one(q{SELECT count(*) FROM pg_locks l JOIN migrate.progress p USING (pid) WHERE l.relation = 't'::regclass}), '0',
	'failure 2: and holds nothing meanwhile');
$holder->query_safe('COMMIT');
$holder->quit;
$third->finish;
is($third->result(0), 0, 'goes through when the row is free');
rows_are('2:2000', 'each row is changed once');

# A replica that lags.
$node->backup('base');
my $replica = PostgreSQL::Test::Cluster->new('replica');
$replica->init_from_backup($node, 'base', has_streaming => 1);
$replica->start;
$node->wait_for_catchup($replica);
$replica->safe_psql('postgres', 'SELECT pg_wal_replay_pause()');
my $slow = start_backfill(\$err, q{migrate.max_replication_lag = '100kB'});
wait_for_progress(q{waiting_for = 'replicas to catch up'}, 'failure 25: it waits for a replica that lags');
my $before = one('SELECT rows_done FROM migrate.progress');
cmp_ok($before, '<', 2000, 'in the middle');
$replica->safe_psql('postgres', 'SELECT pg_wal_replay_resume()');
$slow->finish;
is($slow->result(0), 0, 'and goes on when it has caught up');
rows_are('3:2000', 'each row is changed once');
is($replica->safe_psql('postgres', 'SELECT pg_is_in_recovery()'), 't', 'the replica is one');
my ($rc, undef, $refused) = $replica->psql('postgres', $call, extra_params => [ '-v', 'VERBOSITY=verbose' ]);
like($refused, qr/ERROR:  25006/, 'on which nothing is backfilled');

# In a detached deployment that is killed.
one(q{SELECT migrate.revision('fill', $$CREATE TABLE once (n int);
	CALL migrate.backfill('t', 'n = n + 1', NULL, 100);
	INSERT INTO once VALUES (1)$$, '', rev_id => 'aaaa1111', transactional => false)});
$holder = $node->background_psql('postgres');
$holder->query_safe('BEGIN');
$holder->query_safe('SELECT FROM t WHERE id = 1150 FOR UPDATE');
my $run = one(q{SET migrate.lock_timeout = '1min'; SELECT migrate.deploy_async()});
my $pid = wait_for_progress('waiting_for IS NOT NULL', 'the backfill of a revision waits');
is(one("SELECT statement || ' of ' || statements FROM migrate.progress WHERE run = '$run'"), '2 of 3', 'as a statement of it');
one("SELECT pg_terminate_backend($pid, 5000)");
$holder->query_safe('COMMIT');
$holder->quit;
rows_are('3:900 4:1100', 'killed there');
$run = one('SELECT migrate.deploy_async()');
one("CALL migrate.wait('$run')");
rows_are('4:2000', 'the next deployment goes on in the middle of the statement');
is(one('SELECT count(*) FROM once'), '1', 'and after it');
is(one(q{SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'}), '0', 'no lock is left');

$replica->stop;
$node->stop;
done_testing();
