#!/usr/bin/env python3
"""
Measures chains of small revisions, migrate beside others, in one run on one
server, and what a call costs inside the server.  CPU is that of the client's
process and of its backends; ratios are to psql -1 -f of the same SQL.
"""
import argparse
import datetime
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time

import chain
from meter import Meter, ask, fresh, psql

ALEMBIC = [sys.executable, "-c", "from alembic.config import main; main()"]
DBMATE_DOWN_LIMIT = 10     # it goes down one revision a process

OPERATIONS = ("load", "upgrade", "no-op", "current", "history", "downgrade")
LOOKING = ("no-op", "current", "history")


class Psql:
    """The same SQL without any tool; its no-op is what a connection costs."""

    def __init__(self, db, *options):
        self.db, self.options = db, options

    def prepare(self, size, folder):
        fresh(self.db)
        chain.write_psql(size, folder)

    def commands(self, size):
        return {"upgrade": psql(self.db, *self.options, "-f", "up.sql"),
                "no-op": psql(self.db, "-c", "SELECT 1"),
                "downgrade": psql(self.db, *self.options, "-f", "down.sql")}


class Migrate:
    def __init__(self, db):
        self.db = db

    def prepare(self, size, folder):
        fresh(self.db, "CREATE EXTENSION migrate;")
        chain.write_migrate(size, folder)

    def commands(self, size):
        return {"load": psql(self.db, "-f", "load.sql"),
                "upgrade": psql(self.db, "-c", "SELECT * FROM migrate.upgrade()"),
                "no-op": psql(self.db, "-c", "SELECT * FROM migrate.upgrade()"),
                "current": psql(self.db, "-c", "SELECT * FROM migrate.current()"),
                "history": psql(self.db, "-c", "SELECT * FROM migrate.history()"),
                "downgrade": psql(self.db, "-c", "SELECT * FROM migrate.downgrade('base')")}


class Alembic:
    def __init__(self, db):
        self.db = db

    def prepare(self, size, folder):
        fresh(self.db)
        chain.write_alembic(size, folder, "postgresql+psycopg2:///%s?host=%s&port=%s&user=%s" % (
            self.db, os.environ["PGHOST"], os.environ["PGPORT"], os.environ["PGUSER"]))

    def commands(self, size):
        return {"upgrade": ALEMBIC + ["upgrade", "head"],
                "no-op": ALEMBIC + ["upgrade", "head"],
                "current": ALEMBIC + ["current"],
                "history": ALEMBIC + ["history"],
                "downgrade": ALEMBIC + ["downgrade", "base"]}


class Dbmate:
    def __init__(self, db, program):
        self.db, self.program = db, program

    def prepare(self, size, folder):
        fresh(self.db)
        chain.write_dbmate(size, folder)

    def commands(self, size):
        url = "postgres://%s@/%s?socket=%s&port=%s&sslmode=disable" % (
            os.environ["PGUSER"], self.db, os.environ["PGHOST"], os.environ["PGPORT"])
        base = [self.program, "--url", url, "--migrations-dir", "dbmate", "--no-dump-schema"]
        found = {"upgrade": base + ["up"], "no-op": base + ["up"], "history": base + ["status"]}
        if size <= DBMATE_DOWN_LIMIT:
            found["downgrade"] = ["sh", "-c", 'for i in $(seq %d); do "$@" || exit; done' % size,
                                  "sh", *base, "down"]
        return found


def rounds_of(size, commands):
    """How often up and down is run; what cannot go down is run once."""
    return 1 if size > 1000 or "downgrade" not in commands else 3


def measure(meter, tools, size, work):
    """
    {tool: {operation: (wall, CPU)}}, the best of some rounds.  Tools take turns
    operation by operation, so that what else the machine does befalls them alike.
    """
    found = {name: {} for name in tools}
    commands = {}
    for name, tool in tools.items():
        print("%d revisions: %s" % (size, name), file=sys.stderr)
        folder = os.path.join(work, name)
        os.makedirs(folder)
        tool.prepare(size, folder)
        commands[name] = tool.commands(size)
    for again in range(3):
        for operation in OPERATIONS:
            for name in tools:
                command = commands[name].get(operation)
                if not command or again >= (rounds_of(size, commands[name]) if operation != "load" else 1):
                    continue
                repeat = 5 if operation in LOOKING and size <= 1000 else 1
                result = meter.run(command, os.path.join(work, name), repeat)
                found[name][operation] = min(found[name].get(operation, result), result, key=lambda r: r[1])
    for name in tools:
        shutil.rmtree(os.path.join(work, name))
    return found


def row(*cells):
    print("| " + " | ".join(str(c) for c in cells) + " |", flush=True)


def table(*head):
    print()
    row(*head)
    row("---", *["--:"] * (len(head) - 1))


def cell(result, base):
    if not result:
        return "–"
    text = "%.3f / %.3f" % result
    return text + (" (%.2f)" % (result[1] / base[1]) if base and base[1] else "")


def chains(meter, tools, sizes, work):
    print("\n## Chains\n\nSeconds wall / CPU of client and backends, and in brackets the ratio of CPU to `psql -1 -f`;"
          "\nfor no-op, current and history to a psql that says `SELECT 1`.")
    for size in sizes:
        results = measure(meter, tools, size, os.path.join(work, "chain"))
        table("%d revisions" % size, *tools)
        for operation in OPERATIONS:
            base = results["psql -1"].get("no-op" if operation in LOOKING else operation)
            row(operation, *[cell(results[name].get(operation), base) for name in tools])


AT_HEAD = """
CREATE EXTENSION migrate;
INSERT INTO migrate.revisions (revision, down_revision, message, upgrade, downgrade)
SELECT 'r' || lpad(i::text, 8, '0'),
	CASE WHEN i > 1 THEN ARRAY['r' || lpad((i - 1)::text, 8, '0')] ELSE '{{}}' END,
	'step ' || i, 'SELECT ' || i, '' FROM generate_series(1, {size}) i;
INSERT INTO migrate.marks (revision) VALUES ('r' || lpad('{size}', 8, '0'));
INSERT INTO migrate.applied (revision, digest, applied_at, applied_by)
SELECT revision, digest, now(), current_user FROM migrate.revisions;
VACUUM ANALYZE;
"""

CALLS = """
DO $$
DECLARE
	start timestamptz := clock_timestamp();
	first interval;
	found bigint;
BEGIN
	SELECT count(*) INTO found FROM migrate.upgrade();
	first := clock_timestamp() - start;
	IF found > 0 THEN
		RAISE 'not at head';
	END IF;
	start := clock_timestamp();
	FOR i IN 1 .. {calls} LOOP
		PERFORM FROM migrate.upgrade();
	END LOOP;
	PERFORM set_config('bench.result', extract(epoch FROM first) * 1000 || ' '
		|| extract(epoch FROM clock_timestamp() - start) * 1000 / {calls}, false);
END $$;
SELECT current_setting('bench.result');
"""


def calls(sizes):
    print("\n## A call at head, in the server\n\nMilliseconds, medians of 11 sessions.")
    table("revisions", "first call of a session", "every further call")
    for size in sizes:
        fresh("bench", AT_HEAD.format(size=size))
        answers = [ask("bench", CALLS.format(calls=1000 if size <= 1000 else 50)).split()
                   for _ in range(11)]
        row(size, *["%.3f" % statistics.median(map(float, column)) for column in zip(*answers)])


def peak(connection):
    """The most memory that the backend ever had, MB."""
    with open("/proc/%d/status" % connection.info.backend_pid) as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


def long_script(statements):
    insert = "INSERT INTO big VALUES (%d, 'a row of a long script, some eighty characters long as they are');\n"
    return "CREATE TABLE big (id int, said text);\n" + "".join(insert % i for i in range(statements))


def memory(statements):
    import psycopg2
    script = long_script(statements)
    print("\n## A script of %d statements, %.1f MB\n\nThe most memory of the backend (VmHWM, shared buffers included)."
          % (statements, len(script) / 1e6))
    table("", "MB", "s")
    for name in ("one simple query", "migrate.upgrade()"):
        fresh("bench", "CREATE EXTENSION migrate;")
        command = script
        if name == "migrate.upgrade()":
            ask("bench", "SELECT migrate.revision('big', $big$%s$big$, '');" % script)
            command = "SELECT count(*) FROM migrate.upgrade()"
        connection = psycopg2.connect(dbname="bench")
        start = time.perf_counter()
        connection.cursor().execute(command)
        connection.commit()
        row(name, "%.0f" % peak(connection), "%.2f" % (time.perf_counter() - start))
        connection.close()


def machine():
    with open("/proc/cpuinfo") as info:
        model = next((line.split(":")[1].strip() for line in info if line.startswith("model name")),
                     platform.machine())
    size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2 ** 30
    print("%s, %d cores (%s), %.0f GB, PostgreSQL %s, fsync and autovacuum off, Unix socket."
          % (datetime.date.today(), os.cpu_count(), model, size, ask("postgres", "SHOW server_version")))


def numbers(text):
    return [int(n) for n in text.split(",") if n]


def main():
    parser = argparse.ArgumentParser(prog="test/bench/bench", description=__doc__)
    parser.add_argument("--sizes", type=numbers, default=[10, 100, 1000, 5000],
                        help="lengths of the chains (10,100,1000,5000)")
    parser.add_argument("--calls", type=numbers, default=[1000, 100000],
                        help="revisions for the calls at head (1000,100000)")
    parser.add_argument("--statements", type=int, default=100000,
                        help="statements of the long script; 0 leaves it out")
    parser.add_argument("--tools", default="",
                        help="only these, as in the tables, separated by commas")
    for internal in ("--work", "--postmaster", "--dbmate"):
        parser.add_argument(internal, default="0", help=argparse.SUPPRESS)
    options = parser.parse_args()

    tools = {"psql -1": Psql("bench_once", "-1"), "psql": Psql("bench_psql"),
             "migrate": Migrate("bench_migrate"), "Alembic": Alembic("bench_alembic")}
    if os.path.exists(options.dbmate):
        tools["dbmate"] = Dbmate("bench_dbmate", options.dbmate)
    wanted = [t for t in options.tools.split(",") if t]
    tools = {n: t for n, t in tools.items() if not wanted or n in wanted or n == "psql -1"}
    machine()
    if options.sizes:
        chains(Meter(int(options.postmaster)), tools, options.sizes, options.work)
    if options.calls:
        calls(options.calls)
    if options.statements:
        memory(options.statements)


main()
