# A model that is too large for the server's lock table is built in a scratch
# database, which is gone afterwards, whatever happens.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use IPC::Run;

my $node = PostgreSQL::Test::Cluster->new('scratch');
$node->init;
$node->append_conf('postgresql.conf', "max_locks_per_transaction = 10\nmax_connections = 20\nautovacuum = off\n");
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION migrate; CREATE SCHEMA other');

# A server that was built without contrib has no citext.
my $citext = $node->safe_psql('postgres', q{SELECT count(*) FROM pg_available_extensions WHERE name = 'citext'});
my $left = q{SELECT count(*) FROM pg_database WHERE datname LIKE 'migrate_scratch%'};

sub restart_with_locks
{
	my ($locks) = @_;
	$node->append_conf('postgresql.conf', "max_locks_per_transaction = $locks\n");
	$node->restart;
}

sub set_model
{
	my ($text) = @_;
	return "SELECT migrate.set_model(\$model\$$text\$model\$);";
}

# What it says that it fails with.
sub error_of
{
	my ($sql, @more) = @_;
	my ($rc, $out, $err) = $node->psql('postgres', "\\set VERBOSITY verbose\n$sql", @more);
	isnt($rc, 0, 'fails');
	return $err;
}

sub large
{
	my ($tables) = @_;
	my ($extension, $type) = $citext ? ('CREATE EXTENSION citext SCHEMA other', 'other.citext') : ('', 'text');
	return "SET search_path = public;\nCREATE DOMAIN word AS text;\n$extension;\n"
	  . join('', map {
		my $up = $_ > 1 ? $_ - 1 : 1;
		"CREATE TABLE t$_ (id serial PRIMARY KEY, v word UNIQUE, d date DEFAULT '2020-02-01', "
		  . "c $type CHECK (id > 0), up integer REFERENCES t$up);\n"
	} 1 .. $tables) . "CREATE VIEW ids AS SELECT id FROM t2;\n";
}

# What fits is not built elsewhere: no slot for a worker is needed.
$node->safe_psql('postgres', set_model(large(3)) . "\nALTER SYSTEM SET max_worker_processes = 0");
$node->restart;
is($node->safe_psql('postgres', q{SELECT count(*) FROM migrate.diff() WHERE kind = 'table' AND action = 'create'}),
	'3', 'a small model is built without workers');

# Refused: no worker, no right.
my $err = error_of(set_model(large(120)) . ' SELECT * FROM migrate.diff()');
like($err, qr/ERROR:  53400: could not start a background worker/, 'no slot for a worker: an error');
like($err, qr/HINT:  Increase "max_worker_processes"/, 'with a hint');
$node->safe_psql('postgres', 'ALTER SYSTEM RESET max_worker_processes');
$node->restart;
$node->safe_psql('postgres', q{
	CREATE ROLE writer LOGIN;
	SELECT migrate.grant_access('writer', 'authoring');
	GRANT CREATE ON DATABASE postgres TO writer;
	ALTER SCHEMA public OWNER TO writer;
});
$err = error_of('SELECT * FROM migrate.diff()', extra_params => [ '-U', 'writer' ]);
like($err, qr/ERROR:  42501: permission denied to create a scratch database/, 'no right to create a database: an error');
like($err, qr/some \d+ locks, more than half of the server's lock table.*\nHINT:  ALTER ROLE \.\.\. CREATEDB, or increase "max_locks_per_transaction"/s,
	'that says why one is needed');
$node->safe_psql('postgres', q{
	CREATE FUNCTION public.as_owner() RETURNS bigint LANGUAGE sql SECURITY DEFINER
		AS 'SELECT count(*) FROM migrate.diff()';
	GRANT EXECUTE ON FUNCTION public.as_owner() TO writer;
});
like(error_of('SELECT public.as_owner()', extra_params => [ '-U', 'writer' ]),
	qr/ERROR:  0A000: cannot start a background worker in a function with SECURITY DEFINER/,
	'a worker would have other rights than such a function');
$node->safe_psql('postgres', 'DROP FUNCTION public.as_owner(); ALTER SCHEMA public OWNER TO pg_database_owner');

# The job.
like($node->safe_psql('postgres', q{
		SET DateStyle = 'German';
		SELECT migrate.revision('all of it', autogenerate => true, rev_id => 'aaaa1111')}),
	qr/aaaa1111/, 'a large model becomes a revision');
is($node->safe_psql('postgres', $left), '0', 'no scratch database is left');
my $up = $node->safe_psql('postgres', q{SELECT upgrade FROM migrate.revisions WHERE revision = 'aaaa1111'});
is(scalar(() = $up =~ /^CREATE TABLE /mg), 120, 'it creates every table');
ok($up =~ /'2020-02-01'::date/, 'texts do not depend on settings of the session');
ok(!$citext || $up =~ /^CREATE EXTENSION citext WITH SCHEMA other/m, 'a schema that is not managed can be named');

restart_with_locks(300);
$node->safe_psql('postgres', 'SELECT migrate.upgrade()');
restart_with_locks(10);
is($node->safe_psql('postgres', 'SELECT count(*) FROM migrate.diff()'), '0', 'after it nothing is left to do');

# Renames are made and undone there.
(my $changed = large(120)) =~ s/TABLE t9 \(id serial PRIMARY KEY, v word/TABLE t9 (id serial PRIMARY KEY, w word/;
my $rename = q{renames => ARRAY['column:public.t9.v=w']};
my $forget = 'TRUNCATE migrate.model_cache;';
is($node->safe_psql('postgres', set_model($changed) . "$forget SELECT statement FROM migrate.diff($rename)"),
	"\nALTER TABLE public.t9 RENAME CONSTRAINT t9_v_key TO t9_w_key\nALTER TABLE public.t9 RENAME COLUMN v TO w",
	'a rename is not a removal and an addition');
like($node->safe_psql('postgres',
		"$forget SELECT migrate.revision('renamed', autogenerate => true, $rename, rev_id => 'bbbb2222')"),
	qr/bbbb2222/, 'and is proved');
like(error_of($forget . q{SELECT * FROM migrate.diff(renames => ARRAY['column:public.t9.v=x'])}),
	qr/ERROR:  42704: cannot rename/, 'a rename that is none is refused');

# A hand-written upgrade: the way to its parent is replayed there.
is($node->safe_psql('postgres', q{
		SELECT migrate.upgrade();
		SELECT migrate.revision('more', 'ALTER TABLE t5 ADD note text', rev_id => 'cccc3333');
		SELECT downgrade FROM migrate.revisions WHERE revision = 'cccc3333'}) =~ s/^.*cccc3333\n//sr,
	"-- loses data\nALTER TABLE public.t5 DROP COLUMN note;\n", 'a downgrade is derived');

# Of a model that was built before, what a change bears on is built here, in part.
$node->safe_psql('postgres', "$forget SELECT count(*) FROM migrate.diff()");
$changed =~ s/TABLE t20 \(id serial/TABLE t20 (added integer, id serial/;
my ($rc, $steps, $said) = $node->psql('postgres',
	set_model($changed) . 'SET client_min_messages = debug1; SELECT statement FROM migrate.diff()');
like($steps, qr/ALTER TABLE public.t20 ADD COLUMN added integer/, 'a changed model is compared');
my ($ran, $all) = $said =~ /built the model with (\d+) of its (\d+) statements/;
ok($ran && $ran < 10 && $all > 120, 'few of its statements run');
unlike($said, qr/in a scratch database/, 'and no scratch database is needed');

# An error in the model.
$err = error_of($forget . set_model(large(120) . "CREATE TABLE wrong (\n  n nonsense);\n") . ' SELECT * FROM migrate.diff();');
like($err, qr/ERROR:  42704: type "nonsense" does not exist/, 'an error there is one here');
like($err, qr/model part "\w+", statement \d+, line \d+/, 'with its place');
ok($node->poll_query_until('postgres', $left, '0'), 'the database is dropped all the same');

# A caller that is cancelled, one that is terminated, a builder that is.
my $sleeping = large(120) . "DO 'BEGIN PERFORM pg_sleep(300); END';\n";
my $builder = q{SELECT count(*) FROM pg_stat_activity WHERE datname LIKE 'migrate_scratch%' AND wait_event = 'PgSleep'};
$node->safe_psql('postgres', set_model($sleeping));
my %ends = (
	pg_cancel_backend => [ 'caller', qr/canceling statement due to user request/ ],
	pg_terminate_backend => [ 'caller', qr/terminating connection due to administrator command/ ],
	'pg_terminate_backend ' => [ 'builder', qr/ERROR:  terminating background worker/ ],
);
foreach my $end (sort keys %ends)
{
	my ($whose, $says) = @{ $ends{$end} };
	my ($out, $error) = ('', '');
	my $run = IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-c', 'SELECT * FROM migrate.diff()' ],
		'<', \'', '>', \$out, '2>', \$error);
	ok($node->poll_query_until('postgres', $builder, '1'), "the builder is at work ($whose: $end)");
	my $who = $whose eq 'caller' ? q{query LIKE 'SELECT * FROM migrate.diff%' AND backend_type = 'client backend' AND pid <> pg_backend_pid()}
	  : q{datname LIKE 'migrate_scratch%'};
	$node->safe_psql('postgres', "SELECT $end(pid) FROM pg_stat_activity WHERE $who");
	$run->finish;
	like($error, $says, 'the call ends');
	ok($node->poll_query_until('postgres', $left, '0'), 'and the database is dropped');
}

# A server that was killed leaves the database; the next call drops it.
my ($out, $error) = ('', '');
my $run = IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-c', 'SELECT * FROM migrate.diff()' ],
	'<', \'', '>', \$out, '2>', \$error);
$node->poll_query_until('postgres', $builder, '1') or die 'the builder does not work';
$node->stop('immediate');
$run->finish;
$node->start;
is($node->safe_psql('postgres', $left), '1', 'a crash leaves the database');
$node->safe_psql('postgres', set_model(large(120)) . 'SELECT count(*) FROM migrate.diff()');
is($node->safe_psql('postgres', $left), '0', 'which the next call drops');

done_testing();
