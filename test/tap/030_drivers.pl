# The same calls from psycopg2, asyncpg, node's pg and JDBC: current, upgrade,
# history, with literals, parameters, prepared statements, transactions, the
# fields of an error.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use File::Basename;

my $python = -x '/usr/bin/python3' ? '/usr/bin/python3' : 'python3';
my $jar = '/usr/share/java/postgresql.jar';
my @drivers = (
	[ 'psycopg2', [ $python, '-c', 'import psycopg2' ], [ $python, dirname(__FILE__) . '/drivers/use_psycopg2.py' ] ],
	[ 'asyncpg', [ $python, '-c', 'import asyncpg' ], [ $python, dirname(__FILE__) . '/drivers/use_asyncpg.py' ] ],
	[ 'node-pg', [ 'node', '-e', 'require("pg")' ], [ 'node', dirname(__FILE__) . '/drivers/use_pg.js' ] ],
	[ 'libpostgresql-jdbc-java', [ 'sh', '-c', "javac -version && test -e $jar" ],
		[ 'java', '-XX:TieredStopAtLevel=1', '-ea', '-cp', $jar, dirname(__FILE__) . '/drivers/UseJdbc.java' ] ]);

my $node = PostgreSQL::Test::Cluster->new('drivers');
$node->init;

# JDBC knows no Unix sockets; whoever comes by TCP needs the password.
my $password = join '', map { ('a' .. 'z')[ rand 26 ] } 1 .. 32;
$node->append_conf('postgresql.conf', "listen_addresses = '127.0.0.1'");
open my $rules, '>', $node->data_dir . '/pg_hba.conf' or die;
print $rules "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n";
close $rules;
$node->start;
$ENV{PGUSER} = $node->safe_psql('postgres', 'SELECT current_user');
$node->safe_psql('postgres', qq{ALTER ROLE "$ENV{PGUSER}" PASSWORD '$password'});
$ENV{PGPASSWORD} = $password;
$ENV{PGHOST} = $node->host;
$ENV{PGPORT} = $node->port;
$ENV{NODE_PATH} ||= '/usr/share/nodejs:/usr/lib/node_modules';

for my $driver (@drivers)
{
	my ($name, $there, $program) = @$driver;

  SKIP:
	{
		skip "$name is not installed", 1 unless run_log($there);
		$node->safe_psql('postgres', "CREATE DATABASE d");
		$node->safe_psql('d', q{
			CREATE EXTENSION migrate;
			SELECT migrate.revision('first', 'CREATE TABLE t (n int); INSERT INTO t VALUES (1)', 'DROP TABLE t', rev_id => 'aaaa1111');
			SELECT migrate.revision('second', 'INSERT INTO t VALUES (2)', 'DELETE FROM t WHERE n = 2', rev_id => 'bbbb2222');
			SELECT migrate.revision('third', E'SELECT 1;\nSELECT 1/0', '', rev_id => 'cccc3333');
		});
		local $ENV{PGDATABASE} = 'd';
		my ($out, $err) = ('', '');
		ok(run_log($program, '>', \$out, '2>', \$err), $name) or diag($out . $err);
		$node->safe_psql('postgres', "DROP DATABASE d");
	}
}

$node->stop;
done_testing();
