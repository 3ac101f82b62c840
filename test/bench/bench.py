"""
Puts migrate, psql, Alembic and dbmate side by side on chains of small revisions.

Each figure is the best of the repetitions, each on a database of its own; CPU is
that of the client and of its server process together, wall time includes the start
of the client.  Ratios are to `psql -1 -f` of the same SQL (for the no-op and the
history, where psql has nothing to do, to `psql -c 'SELECT 1'`).
"""
import argparse
import collections
import os
import resource
import shutil
import subprocess
import sys
import time
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import chain        # noqa: E402
import inside       # noqa: E402

OPERATIONS = ("upgrade", "no-op", "history", "downgrade")
Figure = collections.namedtuple("Figure", "wall cpu")
POSTMASTER = int(os.environ.get("BENCH_POSTMASTER", 0))
TICK = os.sysconf("SC_CLK_TCK")


def psql(db, *arguments):
    return ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", db] + list(arguments)


def run(command, **options):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, **options)
    if done.returncode:
        sys.exit("%s failed:\n%s" % (" ".join(command), done.stderr.decode("utf8", "replace")[-2000:]))


def server_cpu():
    """CPU seconds of the server processes that have ended."""
    with open("/proc/%d/stat" % POSTMASTER) as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[13]) + int(fields[14])) / TICK


def client_cpu():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def backends_gone():
    """Waits until the client's server process has ended, so that its time counts."""
    for _ in range(1000):
        with open("/proc/%d/task/%d/children" % (POSTMASTER, POSTMASTER)) as f:
            titles = [title(pid) for pid in f.read().split()]
            if not any(t == b"" or b"[local]" in t for t in titles):
                return
        time.sleep(0.01)
    sys.exit("a client did not go")


def title(pid):
    """Empty: the process has ended, but its time is not yet its parent's."""
    try:
        with open("/proc/%s/cmdline" % pid, "rb") as f:
            return f.read()
    except (FileNotFoundError, ProcessLookupError):
        return b"gone"


def measure(commands, times):
    """Runs commands one after the other, `times` times over; figures are for one time."""
    run(psql("postgres", "-c", "CHECKPOINT"))
    backends_gone()
    server, client, start = server_cpu(), client_cpu(), time.monotonic()
    for _ in range(times):
        for command in commands:
            run(command)
    wall, client = time.monotonic() - start, client_cpu() - client
    backends_gone()
    return Figure(wall / times, (client + server_cpu() - server) / times)


class Tool:
    """How a tool is set up on a database and what it runs for each operation."""
    extension = False

    def __init__(self, folder, db, revisions):
        self.folder, self.db, self.revisions = folder, db, revisions
        os.makedirs(folder)
        self.prepare()

    def prepare(self):
        chain.write_psql(self.folder, self.revisions)

    def path(self, name):
        return os.path.join(self.folder, name)

    def commands(self, operation):
        """None: the tool has no such operation."""
        raise NotImplementedError


class PsqlOne(Tool):
    name = "psql -1 -f"
    mode = ["-1"]

    def commands(self, operation):
        script = {"upgrade": "up.sql", "downgrade": "down.sql"}.get(operation)
        if script:
            return [psql(self.db, *self.mode, "-f", self.path(script))]
        return [psql(self.db, "-c", "SELECT 1")]


class PsqlEach(PsqlOne):
    name = "psql -f"
    mode = []

    def commands(self, operation):
        return super().commands(operation) if operation in ("upgrade", "downgrade") else None


class Migrate(Tool):
    name = "migrate"
    extension = True
    calls = {
        "upgrade": "SELECT * FROM migrate.upgrade('head')",
        "no-op": "SELECT * FROM migrate.upgrade('head')",
        "history": "SELECT * FROM migrate.history()",
        "downgrade": "SELECT * FROM migrate.downgrade('base')",
    }

    def prepare(self):
        chain.write_migrate(self.folder, self.revisions)
        run(psql(self.db, "-1", "-f", self.path("load.sql")))

    def commands(self, operation):
        return [psql(self.db, "-c", self.calls[operation])]


class Alembic(Tool):
    name = "Alembic"
    words = {"upgrade": ["upgrade", "head"], "no-op": ["upgrade", "head"],
             "history": ["history"], "downgrade": ["downgrade", "base"]}

    def prepare(self):
        chain.write_alembic(self.folder, self.revisions, "postgresql://%s@/%s?host=%s&port=%s" % (
            os.environ["PGUSER"], self.db, urllib.parse.quote(os.environ["PGHOST"]), os.environ["PGPORT"]))

    def commands(self, operation):
        return [["/usr/bin/python3", "-m", "alembic", "-c", self.path("alembic.ini")] + self.words[operation]]

    @staticmethod
    def there():
        return subprocess.run(["/usr/bin/python3", "-c", "import alembic, psycopg2"],
                              stderr=subprocess.DEVNULL).returncode == 0


class Dbmate(Tool):
    name = "dbmate"
    most_downgrades = 100
    program = os.environ.get("BENCH_DBMATE", "")

    def prepare(self):
        chain.write_dbmate(self.folder, self.revisions)

    def commands(self, operation):
        url = "postgres://%s@:%s/%s?socket=%s&sslmode=disable" % (
            os.environ["PGUSER"], os.environ["PGPORT"], self.db, urllib.parse.quote(os.environ["PGHOST"]))
        command = [self.program, "--url", url, "--migrations-dir", self.folder, "--no-dump-schema"]
        if operation == "downgrade":    # one call a revision
            if len(self.revisions) > self.most_downgrades:
                return None
            return [command + ["rollback"]] * len(self.revisions)
        return [command + ["status" if operation == "history" else "up"]]

    @classmethod
    def there(cls):
        return bool(cls.program)


TOOLS = [PsqlOne, PsqlEach, Migrate, Alembic, Dbmate]


def best(old, new):
    return new if old is None else Figure(min(old.wall, new.wall), min(old.cpu, new.cpu))


def journey(tool_class, work, revisions, figures):
    """One database's way up and down; keeps the best figure of each operation."""
    db, folder = "bench_chain", os.path.join(work, "chain")
    run(psql("postgres", "-c", "DROP DATABASE IF EXISTS " + db, "-c", "CREATE DATABASE " + db))
    if tool_class.extension:
        run(psql(db, "-c", "CREATE EXTENSION migrate"))
    tool = tool_class(folder, db, revisions)
    for operation in OPERATIONS:
        commands = tool.commands(operation)
        if commands:
            times = 1 if operation in ("upgrade", "downgrade") or tool_class is Alembic else 20
            key = (len(revisions), operation, tool_class)
            figures[key] = best(figures.get(key), measure(commands, times))
    run(psql("postgres", "-c", "DROP DATABASE " + db))
    shutil.rmtree(folder)


def table(sizes, tools, figures):
    print("| revisions | operation | tool | wall s | CPU s | wall ratio | CPU ratio |")
    print("|---:|---|---|---:|---:|---:|---:|")
    for size in sizes:
        for operation in OPERATIONS:
            base = figures[(size, operation, PsqlOne)]
            for tool in tools:
                figure = figures.get((size, operation, tool))
                if figure is None:
                    print("| %d | %s | %s | - | - | - | - |" % (size, operation, tool.name))
                    continue
                ratio = "%.2f" % (figure.cpu / base.cpu) if base.cpu > 0 else "-"
                print("| %d | %s | %s | %.3f | %.3f | %.2f | %s |" % (
                    size, operation, tool.name, figure.wall, figure.cpu, figure.wall / base.wall, ratio))
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(prog="bench", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10,100,1000,5000", help="lengths of chains (%(default)s)")
    parser.add_argument("--tools", default="psql,migrate,alembic,dbmate", help="%(default)s")
    parser.add_argument("--repeat", type=int, default=3, help="repetitions (%(default)s; Alembic and dbmate have 1 from 5,000 revisions on)")
    parser.add_argument("--chains-only", action="store_true", help="without the figures from inside the server")
    parser.add_argument("--inside-only", action="store_true", help="only those")
    parser.add_argument("--work", default="/tmp", help=argparse.SUPPRESS)
    options = parser.parse_args()
    sizes = [int(s) for s in options.sizes.split(",")]
    wanted = options.tools.split(",") + ["psql"]
    tools = [t for t in TOOLS if t.name.split()[0].lower() in wanted and getattr(t, "there", lambda: True)()]
    if not options.inside_only:
        figures = {}
        for size in sizes:
            revisions = chain.chain(size)
            for repetition in range(options.repeat):
                # Each takes its turn at going first: what one writes, the next may have to flush.
                for tool in tools[repetition % len(tools):] + tools[:repetition % len(tools)]:
                    if size >= 5000 and repetition > 0 and tool in (Alembic, Dbmate):
                        continue
                    print("%d revisions, %s, %d" % (size, tool.name, repetition + 1), file=sys.stderr)
                    journey(tool, options.work, revisions, figures)
        table(sizes, tools, figures)
    if not options.chains_only:
        inside.main()


if __name__ == "__main__":
    main()
