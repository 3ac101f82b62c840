"""
Writers on a large table while an index, a foreign key and NOT NULL are added to
it by CALL migrate.deploy(): the plain statements beside what migrate.online makes
of them, in one run.  The longest stall is the longest time that one transaction
of a writer took.
"""
import argparse
import glob
import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))

import server       # noqa: E402

DB = "bench_online"
TABLES = """
CREATE EXTENSION migrate;
CREATE TABLE accounts (id integer PRIMARY KEY);
CREATE TABLE events (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account integer, amount integer, note text);
INSERT INTO accounts SELECT generate_series(1, 100000);
INSERT INTO events (account, amount, note) SELECT 1 + random() * 99999, g, md5(g::text) FROM generate_series(1, %d) g;
VACUUM ANALYZE events, accounts;
"""
WRITER = """
\\set id random(1, %d)
\\set account random(1, 100000)
BEGIN;
UPDATE events SET amount = amount + 1 WHERE id = :id;
INSERT INTO events (account, amount) VALUES (:account, 1);
COMMIT;
"""
# A name, the statement, and what takes it back.
CHANGES = [
    ("index", "CREATE INDEX events_account ON events (account)", "DROP INDEX events_account"),
    ("foreign key", "ALTER TABLE events ADD CONSTRAINT events_fk FOREIGN KEY (account) REFERENCES accounts",
     "ALTER TABLE events DROP CONSTRAINT events_fk"),
    ("NOT NULL", "ALTER TABLE events ALTER COLUMN account SET NOT NULL", "ALTER TABLE events ALTER COLUMN account DROP NOT NULL"),
]


def deploy(seconds):
    """None: nothing is deployed."""
    time.sleep(2)
    started = time.monotonic()
    if seconds is None:
        time.sleep(5)
    else:
        server.psql(DB, "CALL migrate.deploy()")
    return time.monotonic() - started


def stall(options, change):
    """Writers at work while a change is deployed: their longest transaction in ms, and how long that took in s."""
    with tempfile.TemporaryDirectory() as folder:
        script = os.path.join(folder, "writer.sql")
        with open(script, "w") as out:
            out.write(WRITER % options.rows)
        writers = subprocess.Popen(["pgbench", "-n", "-c", str(options.clients), "-j", "2", "-T", "600", "-f", script, "-l",
                                    "--log-prefix", os.path.join(folder, "log"), DB],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        took = deploy(change)
        time.sleep(1)
        writers.terminate()
        writers.wait()
        latencies = [int(line.split()[2]) / 1000 for log in glob.glob(os.path.join(folder, "log*"))
                     for line in open(log) if len(line.split()) >= 3]
    return max(latencies), took


def measure(options, statement, undo, online):
    server.psql(DB, """
        TRUNCATE migrate.revisions, migrate.marks, migrate.applied, migrate.journal;
        SELECT migrate.revision('change', %s, %s, rev_id => 'aaaa1111');""" % (server.literal(statement), server.literal(undo)))
    if online:
        server.psql(DB, "SELECT migrate.online('aaaa1111');")
    result = stall(options, statement)
    server.psql(DB, undo + ";")
    return result


def main():
    parser = argparse.ArgumentParser(prog="online_traffic", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=16, help="writers (%(default)s)")
    parser.add_argument("--rows", type=int, default=2000000, help="of the table (%(default)s)")
    options = parser.parse_args()
    server.create_database(DB)
    server.psql(DB, TABLES % options.rows)
    print("| added beside %d writers, %d rows | plain: longest stall ms | took s | online: longest stall ms | took s | stall, plain / online |"
          % (options.clients, options.rows))
    print("|---|--:|--:|--:|--:|--:|")
    longest, _ = stall(options, None)
    print("| nothing | %.0f | | | | |" % longest)
    for name, statement, undo in CHANGES:
        plain, plain_took = measure(options, statement, undo, False)
        online, online_took = measure(options, statement, undo, True)
        print("| %s | %.0f | %.1f | %.0f | %.1f | %.1f |" % (name, plain, plain_took, online, online_took, plain / online))
        sys.stdout.flush()
    server.drop_database(DB)


if __name__ == "__main__":
    main()
