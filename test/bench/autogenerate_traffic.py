"""
pgbench on the managed schema, at rest and while one session autogenerates again
and again: transactions, errors, and the latencies' 99th percentile and maximum.
"""
import argparse
import glob
import os
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))

import server       # noqa: E402

DB = "bench_traffic"
MODEL = """
CREATE TABLE public.added_%d (id bigint PRIMARY KEY, made timestamptz DEFAULT now());
ALTER TABLE public.pgbench_accounts ADD COLUMN note text DEFAULT 'x';
CREATE INDEX accounts_by_branch_%d ON public.pgbench_accounts (bid);
"""


class Generating(threading.Thread):
    """Autogenerates until told to stop, or as often as it was told."""

    def __init__(self, times, model):
        super().__init__()
        self.times, self.model, self.done = times, model, 0

    def run(self):
        for n in range(self.times):
            server.psql(DB, "BEGIN;\nSELECT migrate.set_model(%s);\nSELECT migrate.revision('bench', autogenerate => true);\nROLLBACK;"
                        % server.literal(self.model + MODEL % (n, n)))
            self.done += 1


def traffic(clients, seconds):
    """Runs pgbench; returns its latencies in ms, sorted, and how many transactions failed."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["pgbench", "-n", "-c", str(clients), "-j", "2", "-T", str(seconds), "-l",
                               "--log-prefix", os.path.join(folder, "log"), DB],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        latencies = [int(line.split()[2]) / 1000 for log in glob.glob(os.path.join(folder, "log*")) for line in open(log)]
    failed = done.stderr.count("aborted") + done.stderr.count("ERROR")
    return sorted(latencies), failed + (done.returncode != 0)


def show(title, latencies, failed):
    print("%-28s %7d transactions, %d errors; ms: median %.2f, p99 %.2f, maximum %.1f" % (
        title, len(latencies), failed, latencies[len(latencies) // 2], latencies[len(latencies) * 99 // 100], latencies[-1]))
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--times", type=int, default=100, help="autogenerates")
    parser.add_argument("--seconds", type=int, default=20, help="length of a period at rest")
    options = parser.parse_args()
    server.create_database(DB)
    subprocess.run(["pgbench", "-i", "-q", "-s", "5", DB], check=True, stderr=subprocess.DEVNULL)
    server.psql(DB, "CREATE EXTENSION migrate;")
    model = "\n".join(line for line in server.pg_dump(DB, "-n", "public").splitlines() if "SCHEMA public" not in line)
    show("at rest", *traffic(options.clients, options.seconds))

    # The same load on the processors without a lock or a catalog in common.
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    show("beside a busy process", *traffic(options.clients, options.seconds))
    busy.kill()

    generating = Generating(options.times, model)
    generating.start()
    latencies, failed = [], 0
    while generating.is_alive():
        more, errors = traffic(options.clients, 5)
        latencies += more
        failed += errors
    show("during %d autogenerates" % generating.done, sorted(latencies), failed)
    server.drop_database(DB)


if __name__ == "__main__":
    main()
