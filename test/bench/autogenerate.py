"""
Autogenerate and check against pg_dump -s and three peers, for schemas with ten
tables different and with none.  All in one run on one server; a peer that is
not installed is left out:

    Alembic     Debian's python3-alembic and python3-psycopg2
    migra       npm install @pgkit/migra          } in the directory
    pg-delta    npm install @supabase/pg-delta    } that --npm names

Each number is the best of the rounds, in seconds of wall time, with the start
of the client; the ratio to pg_dump -s stands beside it.
"""
import argparse
import os
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))

import server       # noqa: E402

LIVE, WANTED = "bench_live", "bench_wanted"

ALEMBIC = """
import sqlalchemy, sys, time
sys.setrecursionlimit(100000)    # a chain of foreign keys as long as there are tables
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
url = 'postgresql+psycopg2:///%s?host=' + sys.argv[1] + '&port=' + sys.argv[2] + '&user=' + sys.argv[3]
metadata = sqlalchemy.MetaData()
metadata.reflect(sqlalchemy.create_engine(url % 'bench_wanted'))
with sqlalchemy.create_engine(url % 'bench_live').connect() as live:
    start = time.time()
    compare_metadata(MigrationContext.configure(live, opts={'compare_type': True}), metadata)
    print(time.time() - start)
"""


def table(n, different):
    """Eight columns, a key, a foreign key, two indexes, a default, a check."""
    extra = ", added text NOT NULL DEFAULT 'x'" if different else ""
    return """CREATE TABLE t%(n)d (id bigint PRIMARY KEY, parent bigint REFERENCES t%(parent)d, name varchar(80) NOT NULL,
    state text DEFAULT 'new', amount numeric(10,2) CHECK (amount >= 0), made timestamptz NOT NULL, data jsonb, flag boolean%(extra)s);
CREATE INDEX t%(n)d_name ON t%(n)d (name);
CREATE INDEX t%(n)d_made ON t%(n)d (made) WHERE flag;
""" % {"n": n, "parent": max(0, n - 1), "extra": extra}


def build(db, tables, different):
    server.create_database(db)
    step = max(1, tables // max(1, different))
    script = "".join(table(n, different and n % step == 0) for n in range(tables))
    server.psql(db, script, transaction=True, timeout=900)
    server.psql(db, "CREATE EXTENSION migrate;\nVACUUM ANALYZE;", timeout=900)


class Peak(threading.Thread):
    """The most memory of its own that a backend holds, in kB above where it began."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.path = "/proc/%s/status" % pid
        self.first = self.most = self.read()
        self.start()

    def read(self):
        try:
            with open(self.path) as f:
                return next(int(line.split()[1]) for line in f if line.startswith("RssAnon"))
        except (OSError, StopIteration):
            return None

    def run(self):
        while True:
            now = self.read()
            if now is None:
                return
            self.most = max(self.most, now)
            time.sleep(0.01)


def memory(sql):
    """
    The peak of a session that runs a command, kB: the first time, when it also
    fills the server's caches of the catalogs, and the second.
    """
    session = subprocess.Popen(["psql", "-XqAt", "-d", LIVE], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True)

    def ask(query):
        session.stdin.write(query + "\n\\echo asked\n")
        session.stdin.flush()
        return list(iter(lambda: session.stdout.readline().strip(), "asked"))

    pid = ask("SELECT pg_backend_pid();")[0]
    peaks = []
    for _ in range(2):
        peak = Peak(pid)
        ask("BEGIN;\n%s\nROLLBACK;" % sql)
        peaks.append(peak.most - peak.first)
    session.communicate("")
    return peaks


def timed(command, rounds):
    """The best of some runs, or None when it fails."""
    best = None
    for _ in range(rounds):
        start = time.time()
        try:
            command()
        except (server.SqlError, subprocess.SubprocessError, OSError) as e:
            print("    " + str(e)[:300].replace("\n", "\n    "), file=sys.stderr)
            return None
        took = time.time() - start
        best = took if best is None else min(best, took)
    return best


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=900)


def url(db):
    return "postgres://%s@%s:%s/%s" % (os.environ["PGUSER"], os.environ["PGHOST"].replace("/", "%2F"),
                                       os.environ["PGPORT"], db)


def in_server(sql):
    return lambda: server.psql(LIVE, "BEGIN;\n%s\nROLLBACK;" % sql, timeout=900)


def migra(program, different):
    """Its exit status says that something differs; its output has to as well."""
    done = subprocess.run([program, url(LIVE), url(WANTED), "--unsafe"], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=900)
    if (done.stdout.strip() != b"") != (different > 0):
        raise OSError("migra: " + done.stderr.decode())


def peers(npm, different):
    """Name and command of each peer that is here, to be timed as it is."""
    found = {}
    program = os.path.join(npm, "node_modules", ".bin") if npm else None
    if npm and os.path.exists(os.path.join(program, "migra")):
        found["migra"] = lambda: migra(os.path.join(program, "migra"), different)
    if npm and os.path.exists(os.path.join(program, "pgdelta")):
        found["pg-delta"] = lambda: run(os.path.join(program, "pgdelta"), "plan", "--source", url(LIVE), "--desired",
                                        url(WANTED), "--out", os.path.join(os.environ.get("TMPDIR", "/tmp"), "plan.json"))
    return found


def alembic():
    """Seconds that Alembic compares; its model is given, and not counted."""
    try:
        done = run(sys.executable, "-c", ALEMBIC, os.environ["PGHOST"], os.environ["PGPORT"], os.environ["PGUSER"])
        return float(done.stdout)
    except subprocess.CalledProcessError as e:
        print("    Alembic: " + e.stderr.decode()[-300:], file=sys.stderr)
    except subprocess.TimeoutExpired:
        print("    Alembic: more than 900 s", file=sys.stderr)
    return None


def in_schema_of_its_own(model):
    """What the server needs at least to build the model: made, and rolled back."""
    return "BEGIN;\nALTER SCHEMA public RENAME TO aside;\n%s\nROLLBACK;" % model


def steps(model, former, different):
    """
    Name and SQL of what is timed.  The model is compared as the first one of
    its database, as a change of one that was built before, and as built before.
    """
    put = "SELECT migrate.set_model(%s);"
    diff = "SELECT count(*) FROM migrate.diff();"
    generate = "SELECT migrate.revision('bench', autogenerate => true);"
    if different:
        yield put % server.literal(model), None
        yield "diff, first model", diff
        yield "autogenerate, first model", generate
        yield (put % server.literal(former)) + diff, None
        yield "diff, model changed", (put % server.literal(model)) + diff
        yield "autogenerate, model changed", (put % server.literal(model)) + generate
    yield (put % server.literal(model)) + diff, None
    yield "diff, model built before", diff
    yield "autogenerate, model built before", generate
    if not different:
        yield "check, model unchanged", 'SELECT migrate."check"();'


def measure(tables, different, options):
    rounds = options.rounds if tables < 5000 else 1
    build(LIVE, tables, 0)
    build(WANTED, tables, different)
    former, model = (server.pg_dump(db, "-n", "public") for db in (LIVE, WANTED))
    rows = [("pg_dump -s", timed(lambda: run("pg_dump", "-s", "-f", "/dev/null", LIVE), rounds))]
    rows.append(("psql -f of the model", timed(lambda: server.psql(LIVE, in_schema_of_its_own(model), timeout=900), rounds)))
    peaks = []
    for name, sql in steps(model, former, different):
        if sql is None:
            server.psql(LIVE, name, timeout=900)
        else:
            rows.append((name, timed(in_server(sql), rounds)))
            peaks.append((name, memory(sql)))
    for name, command in peers(options.npm, different).items() if tables <= options.peers_to else ():
        rows.append((name, timed(command, 1)))
    if tables <= options.peers_to and not options.no_alembic:
        rows.append(("Alembic, model given", alembic()))
    print("\n%d tables, %d different" % (tables, different))
    for name, seconds in rows:
        print("  %-32s %s" % (name, "-" if seconds is None else "%8.3f s %8.2f x" % (seconds, seconds / rows[0][1])))
    for name, kilobytes in peaks:
        print("  memory of %-32s %8.1f kB a table, the second time %.1f" % ((name,) + tuple(kb / tables for kb in kilobytes)))
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", default="100,1000,5000", help="sizes, separated by commas")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--npm", help="directory with the node_modules of the peers")
    parser.add_argument("--no-alembic", action="store_true")
    parser.add_argument("--peers-to", type=int, default=5000, help="the most tables that the peers are run with")
    options = parser.parse_args()
    for tables in (int(n) for n in options.tables.split(",")):
        measure(tables, 10, options)
        measure(tables, 0, options)
    server.drop_database(LIVE, WANTED)


if __name__ == "__main__":
    main()
