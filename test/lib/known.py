"""
Cases that are known to fail, each with its reason, in a known_failures.txt
beside a runner.  A known failure is counted as skipped and said; one that
passes is said too, so that its line can go.
"""
import os


def load(folder):
    """name -> reason; a line is a name without white space, then the reason."""
    path = os.path.join(folder, "known_failures.txt")
    known = {}
    if os.path.exists(path):
        with open(path, encoding="utf8") as f:
            for line in f:
                if line.strip() and not line.startswith("#"):
                    name, _, reason = line.strip().partition(" ")
                    known[name] = reason.strip()
    return known


def remark(known, name, good):
    """Says what is to be said of a case that stands in the list."""
    if name in known:
        print("%s: %s (%s)" % ("known to fail, but passes now" if good else "known to fail", name, known[name]))
