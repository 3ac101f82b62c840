# A script of 10 MB with 100,000 statements: memory does not grow with their number.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'peak memory is read from /proc' unless -r "/proc/$$/status";

my $node = PostgreSQL::Test::Cluster->new('memory');
$node->init;
$node->append_conf('postgresql.conf', "shared_buffers = 16MB\n");
$node->start;
$node->safe_psql('postgres', q{
	CREATE EXTENSION migrate;
	SELECT migrate.revision('big', 'CREATE TABLE big (n int, t text);' || string_agg(format(
		E'\nINSERT INTO big VALUES (%s, %L);', n, repeat('x', 60)), ''), 'DROP TABLE big') FROM generate_series(1, 100000) n;
});

my $out = $node->safe_psql('postgres', q{
	SELECT 'steps ' || count(*) FROM migrate.upgrade();
	SELECT pg_read_file('/proc/' || pg_backend_pid() || '/status');
});
like($out, qr/^steps 1$/m, 'the script runs');
is($node->safe_psql('postgres', 'SELECT count(*) FROM big'), '100000', 'all of it');
my ($peak) = $out =~ /^VmHWM:\s+(\d+) kB/m;
cmp_ok($peak, '<', 250 * 1024, 'in less than 250 MB');
diag("peak memory of the backend: $peak kB");

$node->stop;
done_testing();
