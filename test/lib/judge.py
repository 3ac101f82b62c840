"""
The judge: takes a database from one schema to another by autogenerate, and back,
and compares it with what the independent witness sees in databases that were
loaded with the schemas themselves.
"""
import collections
import hashlib
import json
import threading

import server
import witness

GOOD = ("PASS", "PASS_ORDER")


class Result:
    """What became of a case: a verdict and details for each of its three parts."""

    def __init__(self, case):
        self.case = case
        self.verdict = {"up": "ENGINE_ERROR", "down": "ENGINE_ERROR", "again": "ENGINE_ERROR"}
        self.detail = collections.defaultdict(list)
        self.lossy = []
        self.notes = []
        self.upgrade = self.downgrade = ""

    def good(self):
        return all(v in GOOD for v in self.verdict.values()) and not self.lossy


# A partitioned table has no rows of its own: its partitions are looked at themselves.
RELATIONS = r"""
SELECT jsonb_object_agg(key, mark) FROM (
	SELECT c.oid::regclass::text AS key, CASE relkind WHEN 'p' THEN 'partitioned' ELSE c.oid::text END AS mark
	FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
	WHERE relkind IN ('r', 'p') AND nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'migrate')
	UNION ALL
	SELECT a.attrelid::regclass::text || '.' || quote_ident(attname),
		CASE relkind WHEN 'p' THEN 'partitioned' ELSE attrelid || '.' || attnum END
	FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
	WHERE relkind IN ('r', 'p') AND nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'migrate')
		AND attnum > 0 AND NOT attisdropped AND attgenerated = '') q;
"""


class Judge:
    """Runs cases; one for all threads."""

    def __init__(self, shared, plan):
        self.canon = witness.load(shared)
        self.plan = plan
        self.wanted = {}
        self.local = threading.local()
        self.scratch = []

    def read(self, db):
        return self.canon.canon(db)

    def database(self):
        """The scratch database of this thread."""
        if not hasattr(self.local, "scratch"):
            self.local.scratch = server.ScratchDatabase("judge_%d" % threading.get_ident(), True)
            self.scratch.append(self.local.scratch)
        return self.local.scratch.fresh()

    def wanted_of(self, sql):
        """The canonical form of what a script leaves in an empty database."""
        key = hashlib.sha256(sql.encode()).digest()
        if key not in self.wanted:
            db = self.database()
            server.psql(db, sql)
            self.wanted[key] = self.read(db)
        return self.wanted[key]

    def compare(self, got, wanted, result, part):
        soft = []
        differences = self.canon.diff(got, wanted, soft=soft)
        result.notes += ["%s: %s" % (part, s) for s in soft]
        if not differences:
            result.verdict[part] = "PASS"
        elif not self.canon.diff(got, wanted, ignore_order=True):
            result.verdict[part] = "PASS_ORDER"
        else:
            result.verdict[part] = "FAIL"
            result.detail[part] = differences

    def schemas(self, *sides):
        found = {k[len("schema "):] for side in sides for k in side["cat"] if k.startswith("schema ")}
        return sorted(found - {"migrate"})

    def run(self, case):
        result = Result(case)
        try:
            self.journey(case, result)
        except Exception as e:           # a case of its own kind must not end the run
            result.detail["up"].append("%s: %s" % (type(e).__name__, e))
        return result

    def journey(self, case, result):
        wanted = self.wanted_of(case.new)
        db = self.database()
        server.psql(db, case.old)
        before = self.read(db)
        marks = self.marks(db)
        server.manage(db, self.schemas(before, wanted))
        if not self.step(result, "up", "ENGINE_ERROR",
                         lambda: self.generate(case, db, result)):
            return
        if not self.step(result, "up", "ERROR", lambda: self.upgrade(db, result)):
            result.verdict["down"] = result.verdict["again"] = "ERROR"
            return
        self.compare(self.read(db), wanted, result, "up")
        self.note_lossy(marks, self.marks(db), "up", result.upgrade, result)
        marks = self.marks(db)
        if not self.step(result, "down", "ERROR", lambda: self.downgrade(db, result)):
            self.step(result, "again", "ERROR", lambda: self.again(db, result))
            return
        self.compare(self.read(db), before, result, "down")
        self.note_lossy(marks, self.marks(db), "down", result.downgrade, result)
        if self.step(result, "again", "ERROR", lambda: self.upgrade(db, result)):
            self.step(result, "again", "ERROR", lambda: self.again(db, result))

    def model(self, case):
        return case.new

    def generate(self, case, db, result):
        server.psql(db, "SELECT migrate.set_model(%s);" % server.literal(self.model(case)))
        if self.plan:
            result.upgrade = server.diff_script(db, "live", "model")
            result.downgrade = server.diff_script(db, "model", "live")
        else:
            _, result.upgrade, result.downgrade = server.autogenerate(db, "to new")

    def upgrade(self, db, result):
        server.psql(db, result.upgrade if self.plan else "SELECT FROM migrate.upgrade('head');",
                    transaction=True)

    def downgrade(self, db, result):
        server.psql(db, result.downgrade if self.plan else "SELECT FROM migrate.downgrade('-1');",
                    transaction=True)

    def again(self, db, result):
        if self.plan:
            upgrade = downgrade = server.diff_script(db, "live", "model")
        else:
            _, upgrade, downgrade = server.autogenerate(db, "again")
        empty = server.is_empty_script(upgrade) and server.is_empty_script(downgrade)
        result.verdict["again"] = "PASS" if empty else "FAIL"
        if not empty:
            result.detail["again"].append("not empty:\n%s" % upgrade)

    def step(self, result, part, verdict, action):
        try:
            action()
            return True
        except server.SqlError as e:
            result.verdict[part] = verdict
            result.detail[part].append(str(e))
            return False

    def marks(self, db):
        out, _ = server.psql(db, "SET search_path = '';\n" + RELATIONS)
        return json.loads(out.strip() or "{}") or {}

    def note_lossy(self, before, after, part, script, result):
        """
        Tables and columns of the same name that are not the same any more, but for tables
        of which the script says that their rows are put aside and fetched again: whether
        they are is shown by sql/kind_rows.sql and the property test.
        """
        again = {n for n in before if n in after and before[n] != after[n]}
        fetched = {n for n in again if "DROP TABLE %s;" % n in script
                   and "-- loses data\nDROP TABLE %s;" % n not in script}
        result.lossy += ["%s: %s was dropped and created again" % (part, n) for n in sorted(again - fetched)
                         if n.rsplit(".", 1)[0] not in again]

    def drop(self):
        server.drop_database(*(s.name for s in self.scratch))
