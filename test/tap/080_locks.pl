# Locks on a live system: who stands in the way is named, nobody queues for
# long, nothing is held between two tries, and what will stand in the way is
# said before anything runs.  "failure n" counts as docs/operations.md does.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use IPC::Run;

my $node = PostgreSQL::Test::Cluster->new('locks');
$node->init(allows_streaming => 'logical');
$node->append_conf('postgresql.conf', "autovacuum = off\nmax_prepared_transactions = 5\n");
$node->start;
$node->safe_psql('postgres', q{
	CREATE EXTENSION migrate;
	CREATE TABLE a (n int); CREATE TABLE b (n int);
	INSERT INTO a VALUES (1);
});

my $number = 0;

# A revision that is the next one; returns its id.
sub store
{
	my ($up, $transactional) = @_;
	my $id = sprintf('aaaa%04d', ++$number);
	$transactional //= 'true';
	$node->safe_psql('postgres', "SELECT migrate.revision('step', \$u\$$up\$u\$, '', rev_id => '$id', transactional => $transactional)");
	return $id;
}

sub start_deploy
{
	my ($out, $err, @settings) = @_;
	$$out = $$err = '';
	return IPC::Run::start([ 'psql', '-XAtq', '-v', 'VERBOSITY=verbose', '-d', $node->connstr('postgres'),
		(map { ('-c', "SET $_") } @settings), '-c', 'CALL migrate.deploy()' ], '<', \'', '>', $out, '2>', $err);
}

sub deploy
{
	my ($out, $err);
	my $run = start_deploy(\$out, \$err, @_);
	$run->finish;
	return $err;
}

my @impatient = (q{migrate.lock_timeout = '100ms'}, q{migrate.lock_retry_delay = '10ms'}, 'migrate.lock_retries = 0');
my $deployer = q{SELECT pid FROM pg_stat_activity WHERE query LIKE 'ALTER TABLE%' AND pid <> pg_backend_pid()};

# Failure 1: an ALTER behind a reader.
store('ALTER TABLE a ADD c1 int');
my $reader = $node->background_psql('postgres', on_error_stop => 0);
$reader->query_safe(q{SET application_name = 'nightly dump'; BEGIN; SELECT count(*) FROM a});
my $pid = $reader->query_safe('SELECT pg_backend_pid()');
my $err = deploy(@impatient);
like($err, qr/ERROR:  55P03: canceling statement due to lock timeout\nDETAIL:  It waited for AccessExclusiveLock on public\.a\./,
	'failure 1: the lock and the table are named');
like($err, qr/^Process $pid \(user \w+, application "nightly dump"\) holds AccessShareLock, in a transaction since [0-9: -]+ \(idle in transaction\): SELECT/m,
	'failure 1: who has it, since when, with what');
like($err, qr/HINT:  Wait, or end what is in the way with SELECT pg_terminate_backend\($pid\)/, 'failure 1: and what helps');
like($node->safe_psql('postgres', q{SELECT error FROM migrate.log WHERE outcome = 'failed'}), qr/Process $pid /, 'failure 1: the log has it');
my ($code, $stdout, $stderr) = $node->psql('postgres', q{SET lock_timeout = '100ms'; SELECT migrate.upgrade()}, extra_params => [ '-v', 'VERBOSITY=verbose' ]);
like($stderr, qr/DETAIL:  It waited for AccessExclusiveLock on relation \d+ of database \d+, which is held by process $pid\./, 'upgrade says it too');

my ($out, $run);
$run = start_deploy(\$out, \$err, q{migrate.lock_timeout = '200ms'}, q{migrate.lock_retry_delay = '100ms'}, 'migrate.lock_retries = 1000');
$run->pump until $err =~ /begins anew/;
like($err, qr/DETAIL:  Try 2 of 1001\. It waited for AccessExclusiveLock on public\.a\.\nProcess $pid /, 'failure 1: each try says who');
for my $n (1 .. 5)
{
	($code) = $node->psql('postgres', q{SET statement_timeout = '2s'; SELECT count(*) FROM a});
	is($code, 0, "failure 1: reader $n gets through meanwhile");
}
$reader->query_safe('COMMIT');
$run->finish;
ok(!$run->result, 'failure 1: and the ALTER in the end');

# Failure 2: the first table is free while the second one is waited for.
store('ALTER TABLE a ADD c2 int; ALTER TABLE b ADD c2 int');
$reader->query_safe('BEGIN; SELECT count(*) FROM b');
$run = start_deploy(\$out, \$err, q{migrate.lock_timeout = '100ms'}, q{migrate.lock_retry_delay = '20s'}, 'migrate.lock_retries = 1');
$run->pump until $err =~ /begins anew/;
like($err, qr/It waited for AccessExclusiveLock on public\.b\./, 'failure 2: the second statement waits');
is($node->safe_psql('postgres', q{SELECT count(*) FROM pg_locks WHERE relation IN ('a'::regclass, 'b'::regclass) AND mode = 'AccessExclusiveLock'}),
	'0', 'failure 2: no lock is kept for the next try');
is($node->safe_psql('postgres', q{SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%migrate.deploy%' AND pid <> pg_backend_pid()
	AND (backend_xmin IS NOT NULL OR backend_xid IS NOT NULL)}), '0', 'failure 2: nor a snapshot');
$run->kill_kill;
$reader->query_safe('COMMIT');
$node->poll_query_until('postgres', q{SELECT count(*) = 0 FROM pg_locks WHERE locktype = 'advisory'}) or die 'the deployment goes on';

deploy();

# Failure 3: a deadlock with traffic in the other order ends one try.
store(q{ALTER TABLE a ADD c3 int; SELECT pg_sleep(0.5); ALTER TABLE b ADD c3 int});
my $writer = $node->background_psql('postgres', on_error_stop => 0);
$writer->query_safe(q{SET deadlock_timeout = '60s'; BEGIN; LOCK b});
$run = start_deploy(\$out, \$err, q{deadlock_timeout = '10ms'}, q{migrate.lock_timeout = '10s'}, q{migrate.lock_retry_delay = '10ms'});
$node->poll_query_until('postgres', q{SELECT count(*) = 1 FROM pg_locks WHERE relation = 'a'::regclass AND mode = 'AccessExclusiveLock' AND granted})
	or die 'the deployment does not begin';
$writer->query_until(qr/locks/, qq{\\echo locks\nLOCK a;\nCOMMIT;\n});
$run->finish;
like($err, qr/revision aaaa0003 begins anew: deadlock detected/, 'failure 3: a deadlock is met by another try');
ok(!$run->result, 'failure 3: which succeeds');
is($writer->query_safe('SELECT 1'), '1', 'failure 3: and the writer has not noticed');

# Failure 7: what a rollback has cleaned up needs no repair.
my $id = store('INSERT INTO b (n) SELECT n / 0 FROM a');
like(deploy(), qr/ERROR:  22012/, 'failure 7: a failed revision');
$node->safe_psql('postgres', "SELECT migrate.edit('$id', 'INSERT INTO b (n) SELECT n FROM a')");
is(deploy() =~ /ERROR/, '', 'failure 7: nothing needs to be repaired but the revision');

# Failure 20: the limit of a statement is the deployment's own.
store('SELECT pg_sleep(2); SELECT pg_sleep(2); SELECT pg_sleep(2)');
like(deploy(q{migrate.statement_timeout = '100ms'}), qr/ERROR:  57014: canceling statement due to statement timeout/,
	'failure 20: migrate.statement_timeout ends a statement');
is(deploy(q{statement_timeout = '100ms'}, q{migrate.statement_timeout = '5s'}) =~ /ERROR/, '',
	'failure 20: it takes the place of statement_timeout, and begins anew with each statement');
store('VACUUM b', 'false');
like(deploy(q{statement_timeout = '1min'}), qr/NOTICE:.*statement_timeout is 1min/, 'failure 20: a limit that is in place is told');
if ($node->pg_version >= 17)
{
	store('SELECT 1');
	like(deploy(q{transaction_timeout = '1min'}), qr/WARNING:.*transaction_timeout is 1min/, 'failure 20: so is transaction_timeout');
}

# Failure 21: old snapshots and prepared transactions, before anything runs.
store('CREATE INDEX CONCURRENTLY i ON a (n)', 'false');
$reader->query_safe(q{BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM b});
$node->safe_psql('postgres', q{BEGIN; LOCK a IN ROW EXCLUSIVE MODE; PREPARE TRANSACTION 'forgotten'});
sleep 1;
$run = start_deploy(\$out, \$err, q{migrate.lock_timeout = '500ms'});
$run->pump until $err =~ /Running upgrade/;
like($err, qr/WARNING:.*process $pid has been in a transaction for 00:00:0\d\nDETAIL:  User \w+, application "nightly dump", idle in transaction: .*\nHINT:.*pg_terminate_backend\($pid\)/,
	'failure 21: an old snapshot that an index will wait for');
like($err, qr/WARNING:.*transaction "forgotten" has been prepared for .*\nDETAIL:  User \w+\.\nIt holds locks: public\.a \(RowExclusiveLock\)\nHINT:.*ROLLBACK PREPARED 'forgotten'/,
	'failure 21: a prepared transaction that has a lock');
$node->safe_psql('postgres', q{ROLLBACK PREPARED 'forgotten'});
$reader->query_safe('COMMIT');
$run->finish;
ok(!$run->result, 'failure 21: without them it goes on');

store('ALTER TABLE a ADD c4 int');
$node->safe_psql('postgres', q{BEGIN; LOCK a IN ROW EXCLUSIVE MODE; PREPARE TRANSACTION 'forgotten'});
$err = deploy(@impatient);
like($err, qr/^Prepared transaction "forgotten" \(user \w+\) holds RowExclusiveLock since [0-9: -]+\.\nHINT:.*ROLLBACK PREPARED 'forgotten'/m,
	'failure 21: a prepared transaction is named as a blocker');
$node->safe_psql('postgres', q{ROLLBACK PREPARED 'forgotten'});
is(deploy() =~ /WARNING|ERROR/, '', 'nothing is said where nothing is in the way');

# Failure 19: published tables, slots that lag.
$node->safe_psql('postgres', q{CREATE PUBLICATION p FOR TABLE a; CREATE PUBLICATION q FOR ALL TABLES;
	SELECT pg_create_logical_replication_slot('lazy', 'pgoutput');
	CREATE TABLE filler AS SELECT g FROM generate_series(1, 300000) g});
store('ALTER TABLE a ADD c5 int');
$err = deploy();
like($err, qr/NOTICE:.*published tables are altered\nDETAIL:  public\.a \(p, q\)\n/, 'failure 19: published tables');
like($err, qr/WARNING:.*replication slot "lazy" holds back \d+ .B of WAL\nDETAIL:  It is not active/, 'failure 19: a slot that lags');
$node->safe_psql('postgres', q{DROP PUBLICATION p; DROP PUBLICATION q; SELECT pg_drop_replication_slot('lazy')});

# Failure 23: a vacuum to prevent wraparound, due and then at work.
store('ALTER TABLE filler ADD c int');
$node->append_conf('postgresql.conf', "autovacuum_freeze_max_age = 100000\n");
$node->restart;
$node->safe_psql('postgres', q{DO $$ BEGIN FOR i IN 1 .. 120000 LOOP
	BEGIN INSERT INTO b (n) VALUES (1); RAISE EXCEPTION 'undone'; EXCEPTION WHEN raise_exception THEN NULL; END; END LOOP; END $$});
$node->safe_psql('postgres', q{ALTER TABLE filler SET (autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1)});
$node->append_conf('postgresql.conf', "autovacuum = on\nautovacuum_naptime = 1\n");
$node->reload;
$node->poll_query_until('postgres', q{SELECT count(*) = 1 FROM pg_stat_activity WHERE query LIKE 'autovacuum:%filler (to prevent wraparound)'})
	or die 'no vacuum begins';
$err = deploy(@impatient);
like($err, qr/WARNING:.*a vacuum to prevent wraparound works on public\.filler\n/, 'failure 23: a vacuum that will not yield');
like($err, qr/NOTICE:.*a vacuum to prevent wraparound is due on public\.filler\n/, 'failure 23: one that is due');
like($err, qr/ERROR:  55P03.*\nDETAIL:.*\nProcess \d+ \(autovacuum worker\) holds ShareUpdateExclusiveLock, in a transaction since .* \(active\): autovacuum: VACUUM (?:ANALYZE )?public\.filler \(to prevent wraparound\)/,
	'failure 23: it is named as the blocker');

$reader->quit;
$writer->quit;
$node->stop('immediate');
done_testing();
