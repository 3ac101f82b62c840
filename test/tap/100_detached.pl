# Runs in a background worker: they outlive their caller, show how far they are,
# can be waited for and cancelled, and are known to be interrupted when killed.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use IPC::Run;

my $node = PostgreSQL::Test::Cluster->new('detached');
$node->init;
$node->append_conf('postgresql.conf', "autovacuum = off\nrestart_after_crash = on\n");
$node->start;
$node->safe_psql('postgres', q{
	CREATE EXTENSION migrate;
	CREATE TABLE gate (n int);
	CREATE ROLE runner LOGIN; CREATE ROLE owner NOLOGIN; GRANT owner TO runner;
	GRANT CREATE ON SCHEMA public TO owner;
	SELECT migrate.grant_access('runner', 'running'), migrate.grant_access('owner', 'running');
});

my $number = 0;

sub store
{
	my ($up, $down, $transactional) = @_;
	my $id = sprintf('aaaa%04d', ++$number);
	$transactional //= 'true';
	$node->safe_psql('postgres',
		"SELECT migrate.revision('step $number', \$u\$$up\$u\$, \$u\$$down\$u\$, rev_id => '$id', transactional => $transactional)");
	return $id;
}

sub one { return $node->safe_psql('postgres', $_[0]) }

# What it says that it fails with.
sub error_of
{
	my ($sql, @more) = @_;
	my ($rc, $out, $err) = $node->psql('postgres', "\\set VERBOSITY verbose\n$sql", @more);
	isnt($rc, 0, 'fails');
	return $err;
}

sub outcome_is
{
	my ($run, $outcome, $name) = @_;
	ok($node->poll_query_until('postgres', "SELECT outcome FROM migrate.runs WHERE run = '$run'", $outcome), $name);
}

# It goes on when its caller is gone.
my $first = store('SELECT pg_sleep(0.5); CREATE TABLE t1 (n int)', 'DROP TABLE t1');
my $run = one('SELECT migrate.deploy_async()');
like($run, qr/^[0-9a-f-]{36}$/, 'deploy_async returns the run');
outcome_is($run, 'done', 'it is done when nobody is connected any more');
is(one('SELECT * FROM migrate.current()') =~ s/\|.*//sr, $first, 'the database is there');

# Nothing to do is done; wait returns at once.
$run = one('SELECT migrate.deploy_async()');
is(one("CALL migrate.wait('$run')"), '', 'wait for a run that had nothing to do');
is(one("SELECT outcome FROM migrate.runs WHERE run = '$run'"), 'done', 'which is done');

# It begins when the caller commits, and not at all when it does not.
store('CREATE TABLE t2 (n int)', 'DROP TABLE t2');
my $caller = $node->background_psql('postgres');
$caller->query_safe('BEGIN');
$run = $caller->query_safe('SELECT migrate.deploy_async()');
is(one(q{SELECT to_regclass('t2') IS NULL}), 't', 'before the caller commits nothing is run');
$caller->query_safe('ROLLBACK');
ok($node->poll_query_until('postgres', q{SELECT count(*) = 0 FROM pg_stat_activity WHERE backend_type = 'migrate run'}),
	'after its rollback the worker is gone');
is(one(q{SELECT to_regclass('t2') IS NULL}), 't', 'and nothing was run');
$caller->query_safe(q{SET lock_timeout = '10ms'});
$caller->query_safe('BEGIN');
$run = $caller->query_safe('SELECT migrate.deploy_async()');
$node->poll_query_until('postgres', q{SELECT count(*) = 1 FROM pg_stat_activity WHERE backend_type = 'migrate run' AND wait_event = 'transactionid'})
	or die 'the worker does not wait for its caller';
$caller->query_safe('SELECT pg_sleep(0.1)');
$caller->query_safe('COMMIT');
$caller->quit;
one("CALL migrate.wait('$run')");
is(one(q{SELECT to_regclass('t2')}), 't2', 'after its commit it is run, and wait waits for it');

# Settings, the role, the way back.
store('CREATE TABLE t3 (n int); INSERT INTO t3 SELECT current_setting(\'test.number\')::int', 'DROP TABLE t3');
$run = $node->safe_psql('postgres', q{
	SET ROLE owner; SET test.number = 42; SET search_path = public;
	SELECT migrate.deploy_async('head')}, extra_params => [ '-U', 'runner' ]);
one("CALL migrate.wait('$run')");
is(one(q{SELECT n FROM t3}), '42', 'the settings of the caller hold');
is(one(q{SELECT tableowner FROM pg_tables WHERE tablename = 't3'}), 'owner', 'and its role');
$run = one(q{SELECT migrate.rollback_async('-1')});
one("CALL migrate.wait('$run')");
is(one(q{SELECT to_regclass('t3') IS NULL}), 't', 'rollback_async goes back');
one('SET test.number = 42; SELECT count(*) FROM migrate.upgrade()');

# Errors: those of the target at once, others when it runs.
like(error_of(q{SELECT migrate.deploy_async('nonesuch')}), qr/ERROR:  MG001: /, 'an unknown target is refused at once');
like(error_of(q{SELECT migrate.deploy_async(NULL)}), qr/ERROR:  22004: the target must not be null/, 'so is none');
like(error_of(q{BEGIN READ ONLY; SELECT migrate.deploy_async()}), qr/ERROR:  25006: /, 'and a read-only transaction');
my $none = '00000000-0000-0000-0000-000000000000';
like(error_of("CALL migrate.wait('$none')"), qr/ERROR:  42704: there is no run $none/, 'no such run to wait for');
like(error_of("SELECT migrate.cancel('$none')"), qr/ERROR:  42704: there is no run $none/, 'nor to cancel');
like(error_of('CALL migrate.wait(NULL)'), qr/ERROR:  22004: /, 'none at all');
like(error_of("BEGIN; CALL migrate.wait('$none')"), qr/ERROR:  25001: migrate\.wait cannot run inside a transaction/,
	'wait refuses a transaction block');
is(one("SELECT migrate.cancel('$run')"), 'f', 'a run that is over cannot be cancelled');
my $failing = store('CREATE TABLE t4 (n int); SELECT 1 / 0', '');
$run = one('SELECT migrate.deploy_async()');
like(error_of("CALL migrate.wait('$run')"), qr/ERROR:  22012: run $run failed: division by zero/, 'wait raises what ended the run');
is(one("SELECT outcome, sqlstate FROM migrate.log WHERE revision = '$failing'"), 'failed|22012', 'the log has it');
one("SELECT migrate.edit('$failing', upgrade => 'CREATE TABLE t4 (n int)', downgrade => 'DROP TABLE t4')");

# Progress, and what it waits for.
$node->safe_psql('postgres', q{INSERT INTO gate VALUES (1)});
my $waiting = store("CREATE TABLE t5 (n int);\nALTER TABLE gate ADD m int;\nCREATE TABLE t6 (n int)", '');
my $holder = $node->background_psql('postgres');
$holder->query_safe('BEGIN; SELECT count(*) FROM gate');
my $pid = $holder->query_safe('SELECT pg_backend_pid()');
$run = one(q{SET migrate.lock_timeout = '1min'; SELECT migrate.deploy_async()});
ok($node->poll_query_until('postgres', "SELECT waiting_for IS NOT NULL FROM migrate.progress WHERE run = '$run'"), 'it waits');
is(one("SELECT command, target, state, direction, revision, step, steps, statement, statements, text, waiting_for, blocked_by FROM migrate.progress WHERE run = '$run'"),
	"deploy|head|running|upgrade|$waiting|2|2|2|3|ALTER TABLE gate ADD m int|AccessExclusiveLock on gate|{$pid}",
	'progress: revision n of m, statement n of m, its text, what it waits for, who has it');
is(one("SELECT outcome FROM migrate.log WHERE revision = '$waiting'"), 'running', 'the log: it is running');

# Cancel.
like(error_of("SELECT migrate.cancel('$run')", extra_params => [ '-U', 'runner' ]), qr/ERROR:  42501: /,
	'who may run may not cancel the run of a superuser');
is(one("SELECT migrate.cancel('$run')"), 't', 'cancel');
like(error_of("CALL migrate.wait('$run')"), qr/ERROR:  57014: run $run failed: canceling statement due to user request/,
	'wait says that it was cancelled');
is(one("SELECT to_regclass('t5') IS NULL AND to_regclass('t4') IS NOT NULL"), 't', 'the revision before is done, that one is not begun');

# Killed: interrupted, and the next one goes on.
sub kill_worker
{
	my ($how) = @_;
	my $started = one(q{SET migrate.lock_timeout = '1min'; SELECT migrate.deploy_async()});
	$node->poll_query_until('postgres', "SELECT waiting_for IS NOT NULL FROM migrate.progress WHERE run = '$started'")
	  or die 'it does not wait';
	my $worker = one("SELECT pid FROM migrate.progress WHERE run = '$started'");
	$how->($worker);
	return $started;
}
$run = kill_worker(sub { one("SELECT pg_terminate_backend($_[0], 5000)") });
like(error_of("CALL migrate.wait('$run')"), qr/ERROR:  57000: run $run was interrupted/, 'terminated: wait says so');
is(one("SELECT state FROM migrate.progress WHERE run = '$run'"), 'interrupted', 'and so does progress');
is(one("SELECT outcome FROM migrate.log WHERE run = '$run'"), 'interrupted', 'and the log');
$run = kill_worker(sub { kill 'KILL', $_[0] });
$holder->quit;
$node->poll_query_until('postgres', 'SELECT true') or die 'no server';
is(one("SELECT state FROM migrate.progress WHERE run = '$run'"), 'interrupted', 'killed: interrupted');
$run = one('SELECT migrate.deploy_async()');
one("CALL migrate.wait('$run')");
is(one(q{SELECT to_regclass('t6')}), 't6', 'the next run does the work');
is(one(q{SELECT string_agg(outcome, ' ' ORDER BY at) FROM (SELECT * FROM migrate.runs ORDER BY at DESC LIMIT 4) last}),
	'failed interrupted interrupted done', 'and has marked the interrupted ones');
is(one('SELECT count(*) FROM migrate.progress'), '0', 'nothing is under way');

# A revision outside of a transaction goes on at the right statement.
$node->safe_psql('postgres', 'CREATE TABLE big AS SELECT g AS n FROM generate_series(1, 1000) g');
store("CREATE TABLE once (n int);\nCREATE INDEX CONCURRENTLY big_n ON big (n);\nINSERT INTO once VALUES (1)", '', 'false');
my $old = $node->background_psql('postgres');
$old->query_safe('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM big; LOCK big IN ROW EXCLUSIVE MODE');
$run = one(q{SET migrate.lock_timeout = '1min'; SELECT migrate.deploy_async()});
ok($node->poll_query_until('postgres', "SELECT statement = 2 AND waiting_for IS NOT NULL FROM migrate.progress WHERE run = '$run'"),
	'CREATE INDEX CONCURRENTLY waits for an older transaction');
one("SELECT pg_terminate_backend(pid, 5000) FROM migrate.progress WHERE run = '$run'");
$old->query_safe('COMMIT');
$old->quit;
$run = one('SELECT migrate.deploy_async()');
one("CALL migrate.wait('$run')");
is(one(q{SELECT indisvalid FROM pg_index WHERE indexrelid = 'big_n'::regclass}), 't', 'the index is valid');
is(one('SELECT count(*) FROM once'), '1', 'what was complete is not done again');
is(one(q{SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'}), '0', 'no lock is left');

# No worker is to be had.
$node->append_conf('postgresql.conf', 'max_worker_processes = 0');
$node->restart;
store('CREATE TABLE t9 (n int)', '');
like(error_of('SELECT migrate.deploy_async()'), qr/ERROR:  53400: could not start a background worker/, 'no slot for a worker');
is(one(q{SELECT count(*) FROM migrate.runs WHERE outcome = 'queued'}), '0', 'leaves no run behind');

done_testing();
