"""What a call costs inside the server, without client and connection."""
import re
import subprocess

TIMED = """
DO $$
DECLARE
	start timestamptz;
BEGIN
	start := clock_timestamp();
	FOR i IN 1 .. %(times)d LOOP
		PERFORM count(*) FROM %(call)s;
	END LOOP;
	RAISE NOTICE 'ms: %%', extract(epoch FROM clock_timestamp() - start) * 1000 / %(times)d;
END
$$;
"""

LOAD = """
INSERT INTO migrate.revisions (revision, down_revision, message, upgrade, downgrade)
SELECT to_char(i, 'FM000000000000'), CASE WHEN i > 1 THEN ARRAY[to_char(i - 1, 'FM000000000000')] ELSE '{}' END,
	'revision ' || i, 'SELECT ' || i, ''
  FROM generate_series(1, %d) i;
SELECT FROM migrate.stamp('head');
VACUUM ANALYZE;
"""

CALLS = ["migrate.upgrade()", "migrate.current()", "migrate.heads()", "migrate.history('-3:')",
         "migrate.plan('base', true)"]


def psql(db, sql, *options):
    done = subprocess.run(["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-d", db, *options, "-f", "-"],
                          input=sql.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    err = done.stderr.decode("utf8", "replace")
    if done.returncode:
        raise SystemExit("%s failed:\n%s" % (sql[:200], err))
    return done.stdout.decode("utf8", "replace"), err


def database(name, extension=True):
    psql("postgres", "DROP DATABASE IF EXISTS %s;\nCREATE DATABASE %s;" % (name, name))
    if extension:
        psql(name, "CREATE EXTENSION migrate;")


def timed(db, calls):
    """Milliseconds of each (call, times), in one session."""
    _, err = psql(db, "".join(TIMED % {"call": c, "times": n} for c, n in calls))
    return [float(x) for x in re.findall(r"ms: ([0-9.]+)", err)]


def at_head(size):
    db = "bench_inside"
    database(db)
    psql(db, LOAD % size)
    first = min(timed(db, [("migrate.upgrade()", 1)])[0] for _ in range(5))
    times = 1000 if size <= 1000 else 20
    print("| %d | first call of a session | %.3f |" % (size, first))
    for call in CALLS:
        n = times if call != CALLS[-1] else 3
        best = min(timed(db, [("migrate.upgrade()", 1), (call, n)])[1] for _ in range(3))
        print("| %d | %s | %.3f |" % (size, call, best), flush=True)
    psql("postgres", "DROP DATABASE " + db)


# A server process's own memory: the peak of what it holds without shared memory
# is not kept by the kernel, so the peak with it, and what is shared in the end.
STATUS = """SELECT string_agg(m[1] || ' ' || m[2], ' ')
  FROM regexp_matches(pg_read_file('/proc/self/status'), '(VmHWM|RssShmem):\\s+(\\d+)', 'g') m;"""


def memory(db, sql, *options):
    out, _ = psql(db, sql + "\n" + STATUS, *options)
    found = dict(re.findall(r"(VmHWM|RssShmem) (\d+)", out))
    return int(found["VmHWM"]) / 1024, int(found["RssShmem"]) / 1024


def big_script(statements=100000):
    script = "CREATE TABLE big (id int, note text);\n" + "".join(
        "INSERT INTO big VALUES (%d, '%s');\n" % (i, "x" * 62) for i in range(statements))
    db = "bench_inside"
    database(db)
    psql(db, "SELECT migrate.revision('big', $big$%s$big$, 'DROP TABLE big');" % script)
    rows = [("migrate.upgrade()", memory(db, "SELECT count(*) FROM migrate.upgrade();"))]
    database(db, extension=False)
    rows.append(("psql -1 -f", memory(db, script, "-1")))
    for name, (peak, shared) in rows:
        print("| %.1f MB, %d statements | %s | %.0f | %.0f |" % (len(script) / 1e6, statements, name, peak, shared))
    psql("postgres", "DROP DATABASE " + db)


def main():
    print("\n| revisions, all applied | call | ms in the server |\n|---:|---|---:|")
    for size in (1000, 100000):
        at_head(size)
    print("\n| one script | run by | peak memory MB | of it shared |\n|---|---|---:|---:|")
    big_script()
