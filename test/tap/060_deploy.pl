# A deployment that is killed, raced, locked out: each step runs once, and the
# next deployment goes on where the last one ended.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use IPC::Run;

my $node = PostgreSQL::Test::Cluster->new('deploy');
$node->init;
$node->append_conf('postgresql.conf', "restart_after_crash = on\nautovacuum = off\n");
$node->start;
$node->safe_psql('postgres', q{
	CREATE EXTENSION migrate;
	SELECT migrate.revision('table', 'CREATE TABLE t (n int); INSERT INTO t SELECT generate_series(1, 1000)', 'DROP TABLE t', rev_id => 'aaaa1111');
	SELECT migrate.revision('index', 'CREATE TABLE before (n int); CREATE INDEX CONCURRENTLY i ON t (n); CREATE TABLE after (n int)',
		'DROP TABLE after; DROP INDEX CONCURRENTLY i; DROP TABLE before', rev_id => 'bbbb2222', transactional => false);
	SELECT migrate.revision('column', 'ALTER TABLE t ADD c int', 'ALTER TABLE t DROP c', rev_id => 'cccc3333');
});

sub start_psql
{
	my ($out, $err, @sql) = @_;
	return IPC::Run::start(
		[ 'psql', '-XAtq', '-v', 'VERBOSITY=verbose', '-d', $node->connstr('postgres'), map { ('-c', $_) } @sql ],
		'<', \'', '>', $out, '2>', $err);
}

sub index_state
{
	return $node->safe_psql('postgres', q{SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('i')});
}

my $outcomes = q{SELECT string_agg(revision || ' ' || outcome || coalesce(' ' || statements, ''), ', ' ORDER BY at, run, step) FROM migrate.log};

# An old snapshot keeps CREATE INDEX CONCURRENTLY waiting: kill it there.
for my $signal ('KILL', 'TERM')
{
	my $old = $node->background_psql('postgres');
	$old->query_safe('BEGIN ISOLATION LEVEL REPEATABLE READ');
	$old->query_safe('SELECT count(*) FROM pg_class');
	my ($out, $err) = ('', '');
	my $run = start_psql(\$out, \$err, 'CALL migrate.deploy()');
	$node->poll_query_until('postgres',
		q{SELECT count(*) = 1 FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONCURRENTLY i %' AND wait_event = 'virtualxid'})
	  or die 'the index does not wait';
	my $pid = $node->safe_psql('postgres', q{SELECT pid FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONCURRENTLY i %'});

	if ($signal eq 'TERM')
	{
		my ($code, $stdout, $stderr) = $node->psql('postgres', q{SELECT migrate.upgrade()},
			extra_params => [ '-v', 'VERBOSITY=verbose' ]);
		like($stderr, qr/ERROR:  55P03: a deployment is under way/, 'upgrade does not wait beside a deployment');
		like($stderr, qr/Process $pid runs/, 'and says which process it is');
	}
	kill $signal, $pid;
	$run->finish;
	isnt($run->result, 0, "SIG$signal: the deployment ends");
	eval { $old->{run}->finish } if $signal eq 'KILL';
	$old->quit if $signal eq 'TERM';
	$node->poll_query_until('postgres', 'SELECT true') or die 'the server does not come back';
	is(index_state(), 'f', "SIG$signal: an invalid index is left");
	is($node->safe_psql('postgres', $outcomes),
		'aaaa1111 done, bbbb2222 interrupted 1', "SIG$signal: the journal knows how far it came");

	$node->safe_psql('postgres', 'CALL migrate.deploy()');
	is(index_state(), 't', "SIG$signal: the next deployment builds it");
	is($node->safe_psql('postgres', $outcomes),
		'aaaa1111 done, bbbb2222 interrupted 1, bbbb2222 done 3, cccc3333 done', "SIG$signal: going on where the last one ended");
	is($node->safe_psql('postgres', q{SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'}), '0', "SIG$signal: no lock is left");
	$node->safe_psql('postgres', q{CALL migrate.rollback('base')});
	$node->safe_psql('postgres', 'DELETE FROM migrate.journal');
}

# Several deployments at once.
my (@runs, @out, @err);
for my $i (0 .. 4)
{
	($out[$i], $err[$i]) = ('', '');
	push @runs, start_psql(\$out[$i], \$err[$i], 'CALL migrate.deploy()');
}
$_->finish for @runs;
is(scalar(grep { !$_->result } @runs), 5, 'five deployments at once all succeed');
is($node->safe_psql('postgres', $outcomes), 'aaaa1111 done, bbbb2222 done 3, cccc3333 done', 'and each step runs once');
is(index_state(), 't', 'with a valid index');

# A table that is locked: tries that hold nothing in between, then a failure.
$node->safe_psql('postgres', q{CALL migrate.rollback('bbbb2222'); });
$node->safe_psql('postgres', 'DELETE FROM migrate.journal');
my $holder = $node->background_psql('postgres');
$holder->query_safe('BEGIN');
$holder->query_safe('LOCK TABLE t');
my ($out, $err) = ('', '');
my $run = start_psql(\$out, \$err, q{SET migrate.lock_timeout = '50ms'}, 'SET migrate.lock_retries = 2',
	q{SET migrate.lock_retry_delay = '10ms'}, 'CALL migrate.deploy()', 'SHOW lock_timeout');
$run->finish;
like($err, qr/NOTICE:.*revision cccc3333 begins anew: canceling statement due to lock timeout/, 'a locked table: tried again');
is(scalar(() = $err =~ /begins anew/g), 2, 'as often as it may be');
like($err, qr/ERROR:  55P03/, 'then it fails');
is($node->safe_psql('postgres', $outcomes), 'cccc3333 failed', 'and the journal has it');

($out, $err) = ('', '');
$run = start_psql(\$out, \$err, q{SET migrate.lock_timeout = '50ms'}, 'SET migrate.lock_retries = 1000',
	q{SET migrate.lock_retry_delay = '10ms'}, 'CALL migrate.deploy()', 'SHOW lock_timeout');
$run->pump until $err =~ /begins anew/;
$holder->query_safe('COMMIT');
$holder->quit;
$run->finish;
ok(!$run->result, 'it goes through as soon as the table is free');
is($out, "0\n", 'and lock_timeout is what it was');
is($node->safe_psql('postgres', 'SELECT revision FROM migrate.current()'), 'cccc3333', 'at head');

# Cancelled behind the last step's commit, at the end of the run: what is done stays done.
$node->safe_psql('postgres', q{CALL migrate.rollback('bbbb2222')});
$node->safe_psql('postgres', 'DELETE FROM migrate.journal');
my $waiting = q{SELECT count(*) = 1 FROM pg_locks WHERE NOT granted AND waitstart IS NOT NULL AND relation = '%s'::regclass};
my ($table, $runs) = map { $node->background_psql('postgres') } 1 .. 2;
$table->query_safe('BEGIN; LOCK TABLE t');
($out, $err) = ('', '');
$run = start_psql(\$out, \$err, 'CALL migrate.deploy()');
$node->poll_query_until('postgres', sprintf($waiting, 't')) or die 'the deployment does not wait for the table';
$runs->query_safe('BEGIN; LOCK TABLE migrate.runs IN SHARE MODE');
$table->query_safe('COMMIT');
$node->poll_query_until('postgres', sprintf($waiting, 'migrate.runs')) or die 'the deployment does not wait at its end';
my $since = $node->safe_psql('postgres',
	q{SELECT waitstart FROM pg_locks WHERE NOT granted AND relation = 'migrate.runs'::regclass AND pg_cancel_backend(pid)});
$node->poll_query_until('postgres', sprintf($waiting, 'migrate.runs') =~ s/$/ AND waitstart > '$since'/r)
  or die 'the cancelled deployment does not wait again';
$runs->query_safe('COMMIT');
$run->finish;
$_->quit for $table, $runs;
like($err, qr/ERROR:  57014: canceling statement due to user request/, 'a deployment is cancelled at its end');
is($node->safe_psql('postgres', $outcomes), 'cccc3333 done', 'the journal keeps the step that is done');
is($node->safe_psql('postgres', 'SELECT revision FROM migrate.current()'), 'cccc3333', 'as the history does');
is($node->safe_psql('postgres', 'SELECT outcome FROM migrate.runs ORDER BY at DESC LIMIT 1'), 'failed', 'and the run has failed');

$node->safe_psql('postgres', q{CALL migrate.rollback('base'); });

# What only the server can name, or go on with: an index without a name, a partition.
$node->safe_psql('postgres', q{
	CREATE TABLE p (n int) PARTITION BY RANGE (n);
	CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (10);
	CREATE TABLE q (n int, m int);
	INSERT INTO p VALUES (1);
	SELECT migrate.revision('more', 'CREATE INDEX CONCURRENTLY ON q (n, abs(m)); ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY; CREATE TABLE after2 ()',
		'', rev_id => 'dddd4444', transactional => false)});
for my $case ([ 'CREATE INDEX CONCURRENTLY ON q', 'LOCK q IN ROW EXCLUSIVE MODE' ],
	[ 'ALTER TABLE p DETACH', 'SELECT count(*) FROM p' ])
{
	my ($query, $hold) = @$case;
	my $old = $node->background_psql('postgres');
	$old->query_safe("BEGIN; $hold");
	$run = start_psql(\$out, \$err, q{SET migrate.lock_timeout = '1ms'}, 'SET migrate.lock_retries = 0', 'CALL migrate.deploy()');
	$node->poll_query_until('postgres', qq{SELECT count(*) = 1 FROM pg_stat_activity WHERE query LIKE '$query%' AND wait_event = 'virtualxid'})
	  or die "$query does not wait";
	$node->safe_psql('postgres', qq{SELECT pg_sleep(0.1); SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE query LIKE '$query%'});
	$run->finish;
	$old->query_safe('COMMIT');
	$old->quit;
}
is($node->safe_psql('postgres', q{SELECT count(*) FROM pg_inherits WHERE inhdetachpending}), '1', 'a partition is half detached');
($out, $err) = ('', '');
start_psql(\$out, \$err, 'CALL migrate.deploy()')->finish;
like($err, qr/NOTICE:.*finalizes the detachment of partition p1, which an unfinished statement has begun/, 'the next deployment detaches it to the end');
unlike($err, qr/ERROR/, 'and goes on');
is($node->safe_psql('postgres', q{SELECT count(*) FROM pg_inherits WHERE inhparent = 'p'::regclass}), '0', 'the partition is one no more');
is($node->safe_psql('postgres', q{SELECT string_agg(indexrelid::regclass || ' ' || indisvalid, ', ') FROM pg_index WHERE indrelid = 'q'::regclass}),
	'q_n_abs_idx true', 'an index without a name is there once');

# Behind another statement of a pipeline it would commit that one's work.
my $script = $node->basedir . '/pipeline.sql';
append_to_file($script, "\\startpipeline\nCREATE TABLE piped (n int);\nCALL migrate.rollback('base');\n\\endpipeline\n");
my $history = $node->safe_psql('postgres', 'SELECT count(*) FROM migrate.applied');
$node->command_fails_like([ 'pgbench', '-n', '-t', '1', '-M', 'extended', '-f', $script, 'postgres' ],
	qr/a pipeline and a string of several statements do not allow/, 'refused in a pipeline');
is($node->safe_psql('postgres', q{SELECT to_regclass('piped') IS NULL, count(*) FROM migrate.applied}), "t|$history", 'with what came before it');

$node->stop;
done_testing();
