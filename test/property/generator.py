"""
Random schemas over all kinds of objects, and random mutations of them.

A schema is a list of objects; an object is a kind, a name and a dict of drawn
properties, and writes itself as a few small statements.  What refers to a thing
that is not there is left to the server to refuse: what loads is the schema.
The same seed gives the same pair, whatever the version of Python's set order.
"""
import copy

SCHEMAS = ["public", "app", '"Odd Name"']
ROLES = ["property_a", "property_b"]
BASIC = ["integer", "bigint", "smallint", "text", "varchar(20)", "varchar(40)", "numeric(10,2)", "numeric",
         "boolean", "date", "timestamp", "timestamptz", "jsonb", "uuid", "bytea", "integer[]", "text[]",
         "double precision", "interval", "inet", "char(3)", "bit(4)", "tsvector", "int4range"]
VALUES = {"integer": "{n}", "bigint": "{n}", "smallint": "{n}", "text": "'v{n}'", "varchar(20)": "'v{n}'",
          "varchar(40)": "'v{n}'", "numeric(10,2)": "{n}.25", "numeric": "{n}.5", "boolean": "true",
          "date": "'2020-01-0{n}'", "timestamp": "'2020-01-0{n}'", "timestamptz": "'2020-01-0{n}'",
          "jsonb": "'{{\"a\": {n}}}'", "uuid": "'00000000-0000-0000-0000-00000000000{n}'", "bytea": "'v{n}'",
          "integer[]": "'{{{n}}}'", "text[]": "'{{v{n}}}'", "double precision": "{n}.5", "interval": "'{n} days'",
          "inet": "'10.0.0.{n}'", "char(3)": "'v{n}'", "bit(4)": "'0101'", "tsvector": "'v{n}'", "int4range": "'[1,{n})'"}
DEFAULTS = {"integer": ["7", "(1 + 2)"], "bigint": ["8"], "text": ["'x'", "lower('ABC')", "CURRENT_USER"],
            "varchar(20)": ["'v'"], "boolean": ["true", "false"], "timestamptz": ["now()"], "date": ["CURRENT_DATE"],
            "jsonb": ["'{}'"], "integer[]": ["'{}'"], "numeric": ["1.5"], "uuid": ["gen_random_uuid()"]}


def literal(text):
    return "'%s'" % text.replace("'", "''")


class Object:
    def __init__(self, kind, schema, name, props):
        self.kind, self.schema, self.name, self.props = kind, schema, name, props

    @property
    def ident(self):
        return "%s.%s" % (self.schema, self.name)


class Generator:
    """Draws objects; rng is a random.Random of the pair's own seed."""

    def __init__(self, rng):
        self.rng = rng
        self.objects = []

    def chance(self, share):
        return self.rng.random() < share

    def pick(self, choices):
        return self.rng.choice(list(choices))

    def maybe(self, share, value):
        return value if self.chance(share) else None

    def of(self, *kinds):
        return [o for o in self.objects if o.kind in kinds]

    def some(self, kinds, fallback="public.r1"):
        found = self.of(*kinds)
        return self.pick(found).ident if found else fallback

    # ------------------------------------------------------------ properties
    def satellites(self, grants):
        return {"comment": self.maybe(0.25, self.pick(["a comment", "it's", "two\nlines"])),
                "owner": self.maybe(0.2, self.pick(ROLES)),
                "grants": [(self.pick(grants), self.pick(ROLES + ["PUBLIC"]))
                           for _ in range(self.pick([0, 0, 0, 1, 2]))] if grants else [],
                "revoked": bool(grants) and self.chance(0.1)}

    def type(self):
        users = self.of("enum", "domain", "composite", "range")
        return self.pick(users).ident if users and self.chance(0.25) else self.pick(BASIC)

    def column(self):
        kind = self.type()
        return {"type": kind, "default": self.maybe(0.3, self.pick(DEFAULTS.get(kind, [None]))),
                "notnull": self.chance(0.2), "comment": self.maybe(0.1, "of a column"),
                "storage": self.maybe(0.1, self.pick(["EXTERNAL", "MAIN", "PLAIN"])),
                "statistics": self.maybe(0.1, self.pick([0, 100, 500])),
                "n_distinct": self.maybe(0.05, self.pick(["5", "-0.5"])),
                "compression": self.maybe(0.1, "pglz"), "grant": self.maybe(0.1, self.pick(ROLES)),
                "collate": self.maybe(0.1, '"C"') if kind in ("text", "varchar(20)") else None,
                "generated": self.maybe(0.1, "id * 2") if kind in ("integer", "bigint") else None}

    def draw_enum(self):
        labels = ["a", "b", "c", "d", "it's", "F"][:self.rng.randint(1, 6)]
        self.rng.shuffle(labels)
        return dict(self.satellites(["USAGE"]), labels=labels)

    def draw_domain(self):
        return dict(self.satellites(["USAGE"]), base=self.pick(["integer", "text", "bigint", "varchar(20)", self.some(["domain", "enum"], "date")]),
                    notnull=self.chance(0.1), default=self.maybe(0.2, "NULL"),
                    checks=["VALUE IS NOT NULL OR true", "length(VALUE::text) < 100"][:self.pick([0, 1, 2])])

    def draw_composite(self):
        return dict(self.satellites(["USAGE"]), attributes=[(n, self.pick(BASIC)) for n in
                                                             self.rng.sample(["x", "y", "z", '"W"'], self.rng.randint(1, 4))])

    def draw_range(self):
        return dict(self.satellites(["USAGE"]), subtype=self.pick(["integer", "numeric", "text", "date"]))

    def draw_sequence(self):
        return dict(self.satellites(["USAGE", "SELECT"]), type=self.pick(["integer", "bigint", "smallint"]),
                    increment=self.pick([1, 2, -1]), minvalue=self.maybe(0.3, self.pick([-5, 0])), cache=self.pick([1, 10]),
                    cycle=self.chance(0.2), owned=self.maybe(0.2, self.some(["table"]) + ".id"))

    def draw_function(self):
        return dict(self.satellites(["EXECUTE"]), language=self.pick(["sql", "plpgsql", "atomic"]),
                    returns=self.pick(["integer", "bigint"]), body=self.pick(["1", "2", "42"]),
                    argument=self.pick(["a integer", "a integer DEFAULT 3", "b integer"]),
                    volatility=self.pick(["VOLATILE", "STABLE", "IMMUTABLE"]), strict=self.chance(0.3),
                    secdef=self.chance(0.1), cost=self.maybe(0.1, 50), setting=self.maybe(0.1, "work_mem = '2MB'"),
                    parallel=self.maybe(0.2, "SAFE"))

    def draw_triggerfunction(self):
        return dict(self.satellites(["EXECUTE"]), body=self.pick(["RETURN NEW;", "RETURN OLD;", "RETURN NULL;"]))

    def draw_procedure(self):
        return dict(self.satellites(["EXECUTE"]), body=self.pick(["NULL;", "PERFORM 1;"]))

    def draw_aggregate(self):
        return dict(self.satellites(["EXECUTE"]), initial=self.pick(["0", "1"]), transition=self.pick(["int4pl", "int4mul"]),
                    parallel=self.maybe(0.3, "SAFE"))

    def draw_operator(self):
        return dict(comment=self.maybe(0.2, "an operator"), owner=None, grants=[], revoked=False,
                    symbol=self.pick(["===", "<=>"]), restrict=self.maybe(0.5, "eqsel"), commutes=self.chance(0.5))

    def draw_operatorclass(self):
        return dict(self.satellites([]), type=self.pick(["integer", "bigint"]), order=self.pick(["<", ">"]), family=self.chance(0.5))

    def draw_conversion(self):
        return dict(self.satellites([]), default=self.chance(0.3))

    def draw_transform(self):
        return dict(comment=self.maybe(0.3, "of a transform"), owner=None, grants=[], revoked=False,
                    type=self.pick(["integer", "bigint"]), way=self.pick(["both", "from", "to"]))

    def draw_language(self):
        return dict(comment=self.maybe(0.3, "of a language"), owner=None, grants=[], revoked=False,
                    trusted=self.chance(0.5), inline=self.chance(0.5), usage=self.maybe(0.3, self.pick(ROLES)))

    def draw_accessmethod(self):
        return dict(comment=self.maybe(0.3, "of an access method"), owner=None, grants=[], revoked=False)

    def draw_server(self):
        return dict(comment=self.maybe(0.2, "of a server"), owner=self.maybe(0.2, self.pick(ROLES)), grants=[], revoked=False,
                    options={n: self.pick(["a", "it's"]) for n in ("host", "port") if self.chance(0.4)}, version=self.maybe(0.2, self.pick(["1", "2"])),
                    type=self.maybe(0.2, "x"), usage=self.maybe(0.3, self.pick(ROLES)),
                    mappings={r: self.pick(["a", "b"]) for r in ROLES if self.chance(0.3)})

    def draw_typed(self):
        return dict(self.satellites(["SELECT"]), of=self.some(["composite"]), key=self.chance(0.3), index=self.chance(0.3))

    def draw_listed(self):
        return dict(self.satellites(["SELECT"]), way=self.pick(["LIST (k)", "HASH (k)", "LIST (lower(n))"]),
                    parts=self.rng.randint(0, 3), below=self.chance(0.3), unique=self.chance(0.3), default=self.maybe(0.4, self.pick(["1", "2"])),
                    partdefault=self.maybe(0.3, self.pick(["DROP DEFAULT", "SET DEFAULT 5"])), trigger=self.maybe(0.3, self.some(["triggerfunction"])),
                    self=self.chance(0.2), attached=self.chance(0.3))

    def draw_collation(self):
        return dict(self.satellites([]), locale=self.pick(["C", "POSIX"]))

    def draw_dictionary(self):
        return dict(self.satellites([]), stop=self.maybe(0.5, "english"))

    def draw_textsearch(self):
        return dict(self.satellites([]), map=self.pick(["simple", "english_stem", self.some(["dictionary"], "simple")]))

    def draw_table(self):
        columns = {"c%d" % n: self.column() for n in self.rng.sample(range(1, 9), self.rng.randint(1, 5))}
        if self.chance(0.1):
            columns['"Odd col"'] = self.column()
        return dict(self.satellites(["SELECT", "INSERT", "UPDATE, DELETE", "SELECT WITH GRANT"]), columns=columns,
                    id=self.pick(["integer", "bigint", "identity", "identity default", "serial"]),
                    key=self.pick([None, "plain", "plain", "named"]), unlogged=self.chance(0.1),
                    options=self.maybe(0.15, self.pick(["fillfactor = 70", "autovacuum_enabled = false"])),
                    toast=self.maybe(0.05, "toast.autovacuum_enabled = false"),
                    rls=self.chance(0.15), force=self.chance(0.05), replica=self.maybe(0.1, self.pick(["FULL", "NOTHING"])))

    def draw_partitioned(self):
        return dict(self.satellites(["SELECT"]), parts=sorted(self.rng.sample(range(1, 6), self.rng.randint(0, 3))),
                    default=self.chance(0.3), step=self.pick([10, 10, 20]), key=self.chance(0.5), index=self.chance(0.4),
                    columns={"c%d" % n: self.pick(["text", "date", "integer"]) for n in self.rng.sample(range(1, 4), self.rng.randint(0, 2))})

    def draw_child(self):
        return dict(self.satellites([]), parent=self.some(["table"]), extra=self.maybe(0.5, self.pick(BASIC)),
                    default=self.maybe(0.3, self.pick(["5", "6"])))

    def draw_constraint(self):
        table = self.pick(self.of("table") or [Object("table", "public", "r1", {"columns": {"c1": {}}})])
        return dict(comment=self.maybe(0.1, "of a constraint"), owner=None, grants=[], revoked=False, table=table.ident,
                    form=self.pick(["check", "check", "unique", "nulls", "foreign", "exclude", "noinherit"]),
                    column=self.pick(list(table.props["columns"]) + ["id"]), other=self.some(["table"]),
                    action=self.maybe(0.3, self.pick(["ON DELETE CASCADE", "ON UPDATE SET NULL"])),
                    deferrable=self.maybe(0.2, self.pick(["DEFERRABLE", "DEFERRABLE INITIALLY DEFERRED"])),
                    notvalid=self.chance(0.1))

    def draw_index(self):
        table = self.pick(self.of("table", "matview") or [Object("table", "public", "r1", {})])
        columns = list(table.props.get("columns", [])) + ["id"]
        return dict(comment=self.maybe(0.1, "of an index"), owner=None, grants=[], revoked=False, table=table.ident,
                    column=self.pick(columns), unique=self.chance(0.1), order=self.maybe(0.2, "DESC NULLS LAST"),
                    method=self.pick(["btree", "btree", "hash", "brin"]), include=self.maybe(0.1, self.pick(columns)),
                    where=self.maybe(0.2, "id > 0"), expression=self.maybe(0.2, "(id + 1)"),
                    options=self.maybe(0.1, "fillfactor = 60"), cluster=self.chance(0.05), identity=self.chance(0.05),
                    statistics=self.chance(0.1))

    def relation(self):
        found = self.of("table", "view", "matview", "foreign")
        return self.pick(found) if found else Object("table", "public", "r1", {})

    def draw_view(self):
        source = self.relation()
        columns = [c for c in source.props.get("columns", {}) if self.chance(0.6)]
        return dict(self.satellites(["SELECT", "INSERT"]), source=source.ident, columns=columns,
                    where=self.maybe(0.3, self.pick(["id > 1", "id IN (1, 2, 3)"])), barrier=self.chance(0.1),
                    invoker=self.chance(0.1), check=self.maybe(0.1, "LOCAL"), default=self.maybe(0.1, "11"),
                    colcomment=self.maybe(0.1, "of a view's column"), call=self.maybe(0.1, self.some(["function"])))

    def draw_matview(self):
        return dict(self.draw_view(), populated=self.chance(0.8), options=self.maybe(0.1, "fillfactor = 80"))

    def draw_rule(self):
        return dict(comment=self.maybe(0.2, "of a rule"), owner=None, grants=[], revoked=False, table=self.some(["table", "view"]),
                    event=self.pick(["INSERT", "DELETE"]), action=self.pick(["NOTHING", "NOTIFY x"]),
                    state=self.maybe(0.2, self.pick(["DISABLE", "ENABLE ALWAYS", "ENABLE REPLICA"])))

    def draw_trigger(self):
        return dict(comment=self.maybe(0.2, "of a trigger"), owner=None, grants=[], revoked=False, table=self.some(["table"]),
                    function=self.some(["triggerfunction"]), when=self.pick(["BEFORE", "AFTER"]),
                    event=self.pick(["INSERT", "UPDATE", "UPDATE OF id", "DELETE OR INSERT"]), each=self.pick(["ROW", "STATEMENT"]),
                    condition=self.maybe(0.2, "pg_trigger_depth() < 2"), constraint=self.chance(0.1),
                    state=self.maybe(0.2, self.pick(["DISABLE", "ENABLE ALWAYS", "ENABLE REPLICA"])))

    def draw_policy(self):
        return dict(comment=self.maybe(0.2, "of a policy"), owner=None, grants=[], revoked=False, table=self.some(["table"]),
                    command=self.pick(["ALL", "SELECT", "UPDATE"]), restrictive=self.chance(0.2),
                    role=self.pick(ROLES + ["PUBLIC"]), using=self.pick(["id > 0", "true"]), check=self.maybe(0.3, "id < 100"))

    def draw_statistics(self):
        table = self.pick(self.of("table") or [Object("table", "public", "r1", {"columns": {"c1": {}}})])
        return dict(self.satellites([]), table=table.ident, column=self.pick(table.props["columns"]),
                    expression=self.maybe(0.3, self.pick(["(id + 1)", "(id % 7)"])),
                    kinds=self.maybe(0.5, self.pick(["ndistinct", "mcv", "dependencies, mcv"])), target=self.maybe(0.2, 50))

    def draw_foreign(self):
        return dict(self.satellites(["SELECT"]), columns={"c%d" % n: {"type": self.pick(BASIC)} for n in range(1, self.rng.randint(2, 4))},
                    option=self.maybe(0.5, self.pick(["1", "2"])), server=self.some(["server"], "public.s1"),
                    columnoption=self.maybe(0.3, self.pick(["1", "2"])), notnull=self.chance(0.2), check=self.chance(0.2))

    def draw_publication(self):
        return dict(comment=self.maybe(0.2, "of a publication"), owner=None, grants=[], revoked=False,
                    tables=sorted({self.some(["table", "partitioned"]) for _ in range(2)}), where=self.chance(0.2), columns=self.chance(0.2),
                    every=self.maybe(0.3, self.pick(["FOR ALL TABLES", "FOR TABLES IN SCHEMA app", ""])), root=self.chance(0.2),
                    publish=self.maybe(0.4, self.pick(["insert", "insert, update"])))

    def draw_eventtrigger(self):
        return dict(comment=self.maybe(0.2, "of an event trigger"), owner=None, grants=[], revoked=False,
                    tag=self.maybe(0.5, self.pick(["'DROP VIEW'", "'DROP VIEW', 'DROP RULE'"])), state=self.maybe(0.3, "DISABLE"))

    def draw_defaultprivileges(self):
        return dict(comment=None, owner=None, grants=[], revoked=False, role=self.pick(ROLES), inschema=self.chance(0.5),
                    what=self.pick(["SELECT ON TABLES", "EXECUTE ON FUNCTIONS", "USAGE ON SEQUENCES"]), to=self.pick(ROLES))

    def draw_cast(self):
        return dict(comment=self.maybe(0.3, "of a cast"), owner=None, grants=[], revoked=False, domain=self.some(["enum"]),
                    how=self.pick(["", "AS ASSIGNMENT"]))

    def draw_extension(self):
        return dict(comment=None, owner=None, grants=[], revoked=False)

    # ------------------------------------------------------------ whole schemas
    def draw(self, kind):
        return getattr(self, "draw_" + kind)()

    def add(self, kind):
        name = self.pick(NAMES.get(kind, [kind[0] + str(n) for n in range(1, 5)]))
        made = Object(kind, self.pick(SCHEMAS), name, self.draw(kind))
        pool = POOLS.get(kind, kind)
        if all((o.schema, o.name) != (made.schema, made.name) or POOLS.get(o.kind, o.kind) != pool for o in self.objects):
            self.objects.append(made)

    def populate(self, size):
        for kind in ORDER:
            for _ in range(self.rng.randint(0, COUNTS.get(kind, 1))):
                if self.chance(size):
                    self.add(kind)

    def mutate(self):
        """One change: an object goes, comes, is drawn again, or changes in one property."""
        step = self.rng.random()
        if not self.objects or step < 0.2:
            self.add(self.pick(ORDER))
        elif step < 0.35:
            self.objects.remove(self.pick(self.objects))
        else:
            changed = self.pick(self.objects)
            drawn = self.draw(changed.kind)
            different = sorted(k for k in drawn if drawn[k] != changed.props[k])
            if step > 0.9:
                changed.props = drawn
            elif "columns" in different and isinstance(drawn["columns"], dict) and self.chance(0.6):
                self.mutate_columns(changed, drawn)
            elif different:
                key = self.pick(different)
                changed.props[key] = drawn[key]

    def mutate_columns(self, changed, drawn):
        columns = changed.props["columns"]
        name = self.pick(drawn["columns"] or columns or ["c1"])
        if name in columns and (name not in drawn["columns"] or self.chance(0.3)):
            del columns[name]
        elif name in columns and isinstance(columns[name], dict):
            new = drawn["columns"][name]
            for key in self.rng.sample(sorted(new), min(len(new), self.rng.randint(1, 2))):
                columns[name][key] = new[key]
        elif name in drawn["columns"]:
            columns[name] = drawn["columns"][name]


POOLS = {"typed": "r", "table": "r", "view": "r", "matview": "r", "foreign": "r", "child": "r", "partitioned": "r", "composite": "t", "enum": "t",
         "domain": "t", "range": "t"}
NAMES = {k: ["r%d" % n for n in range(1, 7)] for k in ("table", "view", "matview", "foreign", "child", "typed")}
NAMES.update({k: ["t%d" % n for n in range(1, 6)] for k in ("enum", "domain", "composite", "range")})
NAMES.update(partitioned=["p1", "p2"], listed=["l1", "l2"], server=["s1", "s2"], language=["l1"], accessmethod=["a1"], extension=["citext", "hstore"], function=["f1", "f2", '"F 3"'])
COUNTS = {"table": 5, "enum": 2, "domain": 2, "composite": 2, "constraint": 5, "index": 5, "view": 3, "function": 3, "triggerfunction": 1,
          "trigger": 2, "policy": 2, "sequence": 2}
ORDER = ["extension", "enum", "composite", "range", "domain", "collation", "conversion", "language", "accessmethod", "function", "triggerfunction",
         "procedure", "aggregate", "operator", "operatorclass", "transform", "dictionary", "textsearch", "server", "table", "typed", "sequence",
         "partitioned", "listed", "child", "foreign", "constraint", "view", "matview", "index", "rule", "trigger", "policy", "statistics",
         "publication", "eventtrigger", "cast", "defaultprivileges"]


def pair(rng, size, changes):
    """Two schemas, the second a mutation of the first: two lists of objects."""
    generator = Generator(rng)
    generator.populate(size)
    old = copy.deepcopy(generator.objects)
    for _ in range(changes):
        generator.mutate()
    return old, generator.objects
