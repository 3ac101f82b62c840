"""What commands cost: wall and CPU seconds, those of their backends included."""
import os
import resource
import subprocess
import time

TICK = os.sysconf("SC_CLK_TCK")


def psql(db, *arguments):
    return ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", db, *arguments]


def ask(db, sql):
    """The last line of what a script prints."""
    done = subprocess.run(psql(db, "-At", "-f", "-"), input=sql.encode(), check=True,
                          stdout=subprocess.PIPE)
    return done.stdout.decode().rstrip("\n").rpartition("\n")[2]


def fresh(db, sql=""):
    ask("postgres", "SET client_min_messages = error;\nDROP DATABASE IF EXISTS %s WITH (FORCE);\n"
        "CREATE DATABASE %s;" % (db, db))
    ask(db, sql)


def client_cpu():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def stat(pid):
    """The fields of /proc/PID/stat from the third on."""
    with open("/proc/%s/stat" % pid) as file:
        return file.read().rpartition(")")[2].split()


class Meter:
    def __init__(self, postmaster):
        self.postmaster = postmaster
        self.idle = self.children()

    def children(self):
        found = 0
        for entry in os.listdir("/proc"):
            try:
                found += entry.isdigit() and int(stat(entry)[1]) == self.postmaster
            except OSError:
                pass                    # it has just ended
        return found

    def server_cpu(self):
        """CPU of the postmaster's ended children, once all backends have ended."""
        while self.children() > self.idle:
            time.sleep(0.002)
        fields = stat(self.postmaster)
        return (int(fields[13]) + int(fields[14])) / TICK

    def run(self, command, folder, repeat=1):
        """Seconds (wall, CPU) for one run of the command, the mean of several."""
        server, client, wall = self.server_cpu(), client_cpu(), 0
        for _ in range(repeat):
            start = time.perf_counter()
            self.once(command, folder)
            wall += time.perf_counter() - start
        client, server = client_cpu() - client, self.server_cpu() - server
        return wall / repeat, (client + server) / repeat

    def once(self, command, folder):
        path = os.path.join(folder, "errors")
        with open(path, "wb") as errors:
            done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=errors)
        if done.returncode:
            with open(path, errors="replace") as errors:
                raise SystemExit("%s failed:\n%s" % (" ".join(command)[:200], errors.read()[-2000:]))
