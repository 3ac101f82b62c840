"""Writes the objects of generator.py as statements, one small step each."""
from generator import ORDER, ROLES, SCHEMAS, VALUES, literal


def write_enum(o, p):
    yield "CREATE TYPE %s AS ENUM (%s)" % (o.ident, ", ".join(literal(x) for x in p["labels"]))


def write_domain(o, p):
    yield "CREATE DOMAIN %s AS %s%s%s" % (o.ident, p["base"], " DEFAULT " + p["default"] if p["default"] else "",
                                          " NOT NULL" if p["notnull"] else "")
    for n, check in enumerate(p["checks"]):
        yield "ALTER DOMAIN %s ADD CONSTRAINT check_%d CHECK (%s)" % (o.ident, n, check)


def write_composite(o, p):
    yield "CREATE TYPE %s AS (%s)" % (o.ident, ", ".join("%s %s" % a for a in p["attributes"]))


def write_range(o, p):
    yield "CREATE TYPE %s AS RANGE (SUBTYPE = %s)" % (o.ident, p["subtype"])


def write_sequence(o, p):
    yield "CREATE SEQUENCE %s AS %s INCREMENT %d%s CACHE %d%s" % (
        o.ident, p["type"], p["increment"], " MINVALUE %d" % p["minvalue"] if p["minvalue"] is not None else "",
        p["cache"], " CYCLE" if p["cycle"] else "")
    if p["owned"] and not p["owner"]:
        yield "ALTER SEQUENCE %s OWNED BY %s" % (o.ident, p["owned"])


def write_function(o, p):
    body = {"sql": "LANGUAGE sql AS $$ SELECT %s::%s $$" % (p["body"], p["returns"]),
            "plpgsql": "LANGUAGE plpgsql AS $$ BEGIN RETURN %s; END $$" % p["body"],
            "atomic": "LANGUAGE sql BEGIN ATOMIC SELECT %s::%s; END" % (p["body"], p["returns"])}[p["language"]]
    yield "CREATE FUNCTION %s(%s) RETURNS %s %s%s%s%s%s%s %s" % (
        o.ident, p["argument"], p["returns"], p["volatility"], " STRICT" if p["strict"] else "",
        " SECURITY DEFINER" if p["secdef"] else "", " COST %d" % p["cost"] if p["cost"] else "",
        " SET " + p["setting"] if p["setting"] else "", " PARALLEL " + p["parallel"] if p["parallel"] else "", body)


def write_triggerfunction(o, p):
    yield "CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN %s END $$" % (o.ident, p["body"])


def write_procedure(o, p):
    yield "CREATE PROCEDURE %s(a integer) LANGUAGE plpgsql AS $$ BEGIN %s END $$" % (o.ident, p["body"])


def write_aggregate(o, p):
    yield "CREATE AGGREGATE %s(integer) (SFUNC = %s, STYPE = integer, INITCOND = '%s'%s)" % (
        o.ident, p["transition"], p["initial"], ", PARALLEL = " + p["parallel"] if p["parallel"] else "")


def write_operator(o, p):
    yield "CREATE FUNCTION %s.operator_%s(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2'" % (o.schema, o.name)
    yield "CREATE OPERATOR %s.%s (FUNCTION = %s.operator_%s, LEFTARG = integer, RIGHTARG = integer%s%s)" % (
        o.schema, p["symbol"], o.schema, o.name, ", RESTRICT = " + p["restrict"] if p["restrict"] else "",
        ", COMMUTATOR = OPERATOR(%s.%s)" % (o.schema, p["symbol"]) if p["commutes"] else "")
    if p["comment"]:
        yield "COMMENT ON OPERATOR %s.%s (integer, integer) IS 'an operator'" % (o.schema, p["symbol"])


def write_operatorclass(o, p):
    prefix, cmp = ("int4", "btint4cmp") if p["type"] == "integer" else ("int8", "btint8cmp")
    if p["family"]:
        yield "CREATE OPERATOR FAMILY %s USING btree" % o.ident
    yield "CREATE OPERATOR CLASS %s FOR TYPE %s USING btree%s AS OPERATOR 1 %s, OPERATOR 3 =, OPERATOR 5 %s, FUNCTION 1 %s(%s, %s)" % (
        o.ident, p["type"], " FAMILY " + o.ident if p["family"] else "", p["order"], {"<": ">", ">": "<"}[p["order"]], cmp, prefix, prefix)


def write_conversion(o, p):
    yield "CREATE %sCONVERSION %s FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8" % ("DEFAULT " if p["default"] else "", o.ident)


def write_transform(o, p):
    functions = {"from": "FROM SQL WITH FUNCTION prsd_lextype(internal)",
                 "to": "TO SQL WITH FUNCTION %s(internal)" % ("int4recv" if p["type"] == "integer" else "int8recv")}
    yield "CREATE TRANSFORM FOR %s LANGUAGE sql (%s)" % (p["type"], ", ".join(functions[k] for k in ("from", "to") if p["way"] in (k, "both")))
    if p["comment"]:
        yield "COMMENT ON TRANSFORM FOR %s LANGUAGE sql IS %s" % (p["type"], literal(p["comment"]))


def write_language(o, p):
    yield "CREATE %sLANGUAGE property_%s HANDLER plpgsql_call_handler%s" % (
        "TRUSTED " if p["trusted"] else "", o.name, " INLINE plpgsql_inline_handler" if p["inline"] else "")
    if p["comment"]:
        yield "COMMENT ON LANGUAGE property_%s IS %s" % (o.name, literal(p["comment"]))
    if p["usage"] and p["trusted"]:
        yield "GRANT USAGE ON LANGUAGE property_%s TO %s" % (o.name, p["usage"])


def write_accessmethod(o, p):
    yield "CREATE ACCESS METHOD property_%s TYPE TABLE HANDLER heap_tableam_handler" % o.name
    if p["comment"]:
        yield "COMMENT ON ACCESS METHOD property_%s IS %s" % (o.name, literal(p["comment"]))


def write_server(o, p):
    yield "CREATE SERVER property_%s%s%s FOREIGN DATA WRAPPER property_wrapper%s" % (
        o.name, " TYPE '%s'" % p["type"] if p["type"] else "", " VERSION '%s'" % p["version"] if p["version"] else "",
        " OPTIONS (%s)" % ", ".join("%s %s" % (n, literal(v)) for n, v in sorted(p["options"].items())) if p["options"] else "")
    for role in sorted(p["mappings"]):
        yield "CREATE USER MAPPING FOR %s SERVER property_%s OPTIONS (name '%s')" % (role, o.name, p["mappings"][role])
    if p["comment"]:
        yield "COMMENT ON SERVER property_%s IS %s" % (o.name, literal(p["comment"]))
    if p["usage"]:
        yield "GRANT USAGE ON FOREIGN SERVER property_%s TO %s" % (o.name, p["usage"])
    if p["owner"]:
        yield "GRANT USAGE ON FOREIGN DATA WRAPPER property_wrapper TO %s" % p["owner"]
        yield "ALTER SERVER property_%s OWNER TO %s" % (o.name, p["owner"])


def write_typed(o, p):
    yield "CREATE TABLE %s OF %s" % (o.ident, p["of"])
    if p["key"]:
        yield "ALTER TABLE %s ADD PRIMARY KEY (x)" % o.ident
    if p["index"]:
        yield "CREATE INDEX ON %s (y)" % o.ident


def write_listed(o, p):
    yield "CREATE TABLE %s (k integer NOT NULL, n text, up integer) PARTITION BY %s" % (o.ident, p["way"])
    if p["default"]:
        yield "ALTER TABLE %s ALTER COLUMN up SET DEFAULT %s" % (o.ident, p["default"])
    if p["unique"]:
        yield "ALTER TABLE %s ADD UNIQUE (k)" % o.ident
    if p["unique"] and p["self"]:
        yield "ALTER TABLE %s ADD FOREIGN KEY (up) REFERENCES %s (k)" % (o.ident, o.ident)
    if p["trigger"]:
        yield "CREATE TRIGGER each AFTER INSERT ON %s FOR EACH ROW EXECUTE FUNCTION %s()" % (o.ident, p["trigger"])
    for n in range(p["parts"]):
        bound = {"H": "WITH (MODULUS 4, REMAINDER %d)" % n, "L": "IN ('%d')" % n}[p["way"][0]]
        if p["attached"]:
            yield "CREATE TABLE %s_%d (k integer NOT NULL, n text, up integer)" % (o.ident, n)
            yield "ALTER TABLE %s ATTACH PARTITION %s_%d FOR VALUES %s" % (o.ident, o.ident, n, bound)
        else:
            yield "CREATE TABLE %s_%d PARTITION OF %s FOR VALUES %s%s" % (
                o.ident, n, o.ident, bound, " PARTITION BY RANGE (k)" if p["below"] and n == 0 else "")
        if p["below"] and n == 0:
            yield "CREATE TABLE %s_below PARTITION OF %s_0 FOR VALUES FROM (0) TO (100)" % (o.ident, o.ident)
        if p["partdefault"]:
            yield "ALTER TABLE %s_%d ALTER COLUMN up %s" % (o.ident, n, p["partdefault"])


def write_collation(o, p):
    yield "CREATE COLLATION %s (LOCALE = '%s')" % (o.ident, p["locale"])


def write_dictionary(o, p):
    yield "CREATE TEXT SEARCH DICTIONARY %s (TEMPLATE = pg_catalog.simple%s)" % (o.ident, ", STOPWORDS = " + p["stop"] if p["stop"] else "")


def write_textsearch(o, p):
    yield "CREATE TEXT SEARCH CONFIGURATION %s (COPY = pg_catalog.simple)" % o.ident
    yield "ALTER TEXT SEARCH CONFIGURATION %s ALTER MAPPING FOR word WITH %s" % (o.ident, p["map"])


def write_column(o, name, c):
    yield "ALTER TABLE %s ADD COLUMN %s %s%s%s%s%s%s" % (
        o.ident, name, c["type"], " COMPRESSION " + c["compression"] if c["compression"] else "",
        " COLLATE " + c["collate"] if c["collate"] else "",
        " GENERATED ALWAYS AS (%s) STORED" % c["generated"] if c["generated"] else "",
        " DEFAULT " + c["default"] if c["default"] and not c["generated"] else "", " NOT NULL" if c["notnull"] else "")
    alter = "ALTER TABLE %s ALTER COLUMN %s " % (o.ident, name)
    if c["storage"]:
        yield alter + "SET STORAGE " + c["storage"]
    if c["statistics"] is not None:
        yield alter + "SET STATISTICS %d" % c["statistics"]
    if c["n_distinct"]:
        yield alter + "SET (n_distinct = %s)" % c["n_distinct"]
    if c["comment"]:
        yield "COMMENT ON COLUMN %s.%s IS %s" % (o.ident, name, literal(c["comment"]))
    if c["grant"]:
        yield "GRANT SELECT (%s), UPDATE (%s) ON %s TO %s" % (name, name, o.ident, c["grant"])


def write_table(o, p):
    ways = {"identity": "integer GENERATED ALWAYS AS IDENTITY", "identity default": "bigint GENERATED BY DEFAULT AS IDENTITY (START 10)"}
    options = ", ".join(x for x in (p["options"], p["toast"]) if x)
    yield "CREATE %sTABLE %s (id %s)%s" % ("UNLOGGED " if p["unlogged"] else "", o.ident, ways.get(p["id"], p["id"]),
                                           " WITH (%s)" % options if options else "")
    for name in p["columns"]:
        yield from write_column(o, name, p["columns"][name])
    if p["key"]:
        yield "ALTER TABLE %s ADD %sPRIMARY KEY (id)" % (o.ident, "CONSTRAINT key_%s " % o.name if p["key"] == "named" else "")
    if p["rls"]:
        yield "ALTER TABLE %s ENABLE ROW LEVEL SECURITY" % o.ident
    if p["force"]:
        yield "ALTER TABLE %s FORCE ROW LEVEL SECURITY" % o.ident
    if p["replica"]:
        yield "ALTER TABLE %s REPLICA IDENTITY %s" % (o.ident, p["replica"])


def write_partitioned(o, p):
    yield "CREATE TABLE %s (id integer NOT NULL, k integer NOT NULL) PARTITION BY RANGE (k)" % o.ident
    for name in sorted(p["columns"]):
        yield "ALTER TABLE %s ADD COLUMN %s %s" % (o.ident, name, p["columns"][name])
    if p["key"]:
        yield "ALTER TABLE %s ADD PRIMARY KEY (id, k)" % o.ident
    if p["index"]:
        yield "CREATE INDEX ON %s (id)" % o.ident
    for n in p["parts"]:
        yield "CREATE TABLE %s_%d PARTITION OF %s FOR VALUES FROM (%d) TO (%d)" % (o.ident, n, o.ident, n * p["step"], (n + 1) * p["step"])
    if p["default"]:
        yield "CREATE TABLE %s_rest PARTITION OF %s DEFAULT" % (o.ident, o.ident)


def write_child(o, p):
    yield "CREATE TABLE %s (%s) INHERITS (%s)" % (o.ident, "extra " + p["extra"] if p["extra"] else "", p["parent"])
    if p["default"]:
        yield "ALTER TABLE %s ALTER COLUMN id SET DEFAULT %s" % (o.ident, p["default"])


def write_foreign(o, p):
    yield "CREATE FOREIGN TABLE %s (id integer%s%s%s, %s) SERVER property_%s%s" % (
        o.ident, " OPTIONS (column '%s')" % p["columnoption"] if p["columnoption"] else "", " NOT NULL" if p["notnull"] else "",
        " CHECK (id > 0)" if p["check"] else "",
        ", ".join("%s %s" % (n, p["columns"][n]["type"]) for n in sorted(p["columns"])), p["server"].rsplit(".", 1)[1],
        " OPTIONS (thing '%s')" % p["option"] if p["option"] else "")


def write_constraint(o, p):
    form = {"check": "CHECK (%s IS NOT NULL OR true)" % p["column"], "noinherit": "CHECK (id > -1) NO INHERIT",
            "unique": "UNIQUE (id, %s)" % p["column"], "nulls": "UNIQUE NULLS NOT DISTINCT (id, %s)" % p["column"],
            "foreign": "FOREIGN KEY (id) REFERENCES %s (id) %s" % (p["other"], p["action"] or ""),
            "exclude": "EXCLUDE USING btree (id WITH =)"}[p["form"]]
    tail = " " + p["deferrable"] if p["deferrable"] and p["form"] in ("unique", "foreign") else ""
    tail += " NOT VALID" if p["notvalid"] and p["form"] in ("check", "foreign") else ""
    yield "ALTER TABLE %s ADD CONSTRAINT %s %s%s" % (p["table"], o.name, form, tail)
    if p["comment"]:
        yield "COMMENT ON CONSTRAINT %s ON %s IS %s" % (o.name, p["table"], literal(p["comment"]))


def write_index(o, p):
    yield "CREATE %sINDEX %s ON %s USING %s (%s%s)%s%s%s" % (
        "UNIQUE " if p["unique"] and p["method"] == "btree" else "", o.name, p["table"], p["method"], p["expression"] or p["column"],
        " " + p["order"] if p["order"] and p["method"] == "btree" else "",
        " INCLUDE (%s)" % p["include"] if p["include"] and p["method"] == "btree" else "",
        " WITH (%s)" % p["options"] if p["options"] and p["method"] != "brin" else "", " WHERE " + p["where"] if p["where"] else "")
    index = "%s.%s" % (p["table"].rsplit(".", 1)[0], o.name)
    if p["cluster"]:
        yield "ALTER TABLE %s CLUSTER ON %s" % (p["table"], o.name)
    if p["identity"]:
        yield "ALTER TABLE %s REPLICA IDENTITY USING INDEX %s" % (p["table"], o.name)
    if p["statistics"] and p["expression"]:
        yield "ALTER INDEX %s ALTER COLUMN 1 SET STATISTICS 200" % index
    if p["comment"]:
        yield "COMMENT ON INDEX %s IS %s" % (index, literal(p["comment"]))


def select(p):
    columns = ", ".join(["id"] + list(p["columns"]) + (["%s(1) AS called" % p["call"]] if p["call"] else []))
    return "SELECT %s FROM %s%s" % (columns, p["source"], " WHERE " + p["where"] if p["where"] else "")


def write_view(o, p):
    options = [x for x in ("security_barrier = true" if p["barrier"] else None,
                           "security_invoker = true" if p["invoker"] else None) if x]
    yield "CREATE VIEW %s%s AS %s%s" % (o.ident, " WITH (%s)" % ", ".join(options) if options else "", select(p),
                                        " WITH LOCAL CHECK OPTION" if p["check"] else "")
    if p["default"]:
        yield "ALTER VIEW %s ALTER COLUMN id SET DEFAULT %s" % (o.ident, p["default"])
    if p["colcomment"]:
        yield "COMMENT ON COLUMN %s.id IS %s" % (o.ident, literal(p["colcomment"]))


def write_matview(o, p):
    yield "CREATE MATERIALIZED VIEW %s%s AS %s WITH %sDATA" % (o.ident, " WITH (%s)" % p["options"] if p["options"] else "", select(p),
                                                               "" if p["populated"] else "NO ")


def write_rule(o, p):
    yield "CREATE RULE %s AS ON %s TO %s DO ALSO %s" % (o.name, p["event"], p["table"], p["action"])
    if p["state"]:
        yield "ALTER TABLE %s %s RULE %s" % (p["table"], p["state"], o.name)
    if p["comment"]:
        yield "COMMENT ON RULE %s ON %s IS %s" % (o.name, p["table"], literal(p["comment"]))


def write_trigger(o, p):
    if p["constraint"]:
        yield "CREATE CONSTRAINT TRIGGER %s AFTER %s ON %s DEFERRABLE FOR EACH ROW EXECUTE FUNCTION %s()" % (
            o.name, p["event"], p["table"], p["function"])
    else:
        yield "CREATE TRIGGER %s %s %s ON %s FOR EACH %s %s EXECUTE FUNCTION %s('x')" % (
            o.name, p["when"], p["event"], p["table"], p["each"], "WHEN (%s)" % p["condition"] if p["condition"] else "", p["function"])
    if p["state"]:
        yield "ALTER TABLE %s %s TRIGGER %s" % (p["table"], p["state"], o.name)
    if p["comment"]:
        yield "COMMENT ON TRIGGER %s ON %s IS %s" % (o.name, p["table"], literal(p["comment"]))


def write_policy(o, p):
    yield "CREATE POLICY %s ON %s AS %s FOR %s TO %s USING (%s)%s" % (
        o.name, p["table"], "RESTRICTIVE" if p["restrictive"] else "PERMISSIVE", p["command"], p["role"], p["using"],
        " WITH CHECK (%s)" % p["check"] if p["check"] and p["command"] != "SELECT" else "")
    if p["comment"]:
        yield "COMMENT ON POLICY %s ON %s IS %s" % (o.name, p["table"], literal(p["comment"]))


def write_statistics(o, p):
    yield "CREATE STATISTICS %s%s ON id, %s%s FROM %s" % (o.ident, " (%s)" % p["kinds"] if p["kinds"] else "", p["column"],
                                                           ", " + p["expression"] if p["expression"] else "", p["table"])
    if p["target"]:
        yield "ALTER STATISTICS %s SET STATISTICS %d" % (o.ident, p["target"])


def write_publication(o, p):
    what = p["every"] if p["every"] is not None else "FOR TABLE %s%s%s" % (
        ", ".join(p["tables"]), " (id)" if p["columns"] else "", " WHERE (id > 0)" if p["where"] else "")
    options = (["publish = '%s'" % p["publish"]] if p["publish"] else []) + (["publish_via_partition_root"] if p["root"] else [])
    yield "CREATE PUBLICATION property_%s %s%s" % (o.name, what, " WITH (%s)" % ", ".join(options) if options else "")
    if p["comment"]:
        yield "COMMENT ON PUBLICATION property_%s IS %s" % (o.name, literal(p["comment"]))


def write_eventtrigger(o, p):
    yield "CREATE FUNCTION %s.event_%s() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'" % (o.schema, o.name)
    yield "CREATE EVENT TRIGGER property_%s ON sql_drop %s EXECUTE FUNCTION %s.event_%s()" % (
        o.name, "WHEN TAG IN (%s)" % p["tag"] if p["tag"] else "", o.schema, o.name)
    if p["state"]:
        yield "ALTER EVENT TRIGGER property_%s %s" % (o.name, p["state"])


def write_cast(o, p):
    yield "CREATE FUNCTION %s.cast_%s(%s) RETURNS integer LANGUAGE sql AS 'SELECT 1'" % (o.schema, o.name, p["domain"])
    yield "CREATE CAST (%s AS integer) WITH FUNCTION %s.cast_%s(%s) %s" % (p["domain"], o.schema, o.name, p["domain"], p["how"])


def write_defaultprivileges(o, p):
    yield "ALTER DEFAULT PRIVILEGES FOR ROLE %s%s GRANT %s TO %s" % (
        p["role"], " IN SCHEMA " + o.schema if p["inschema"] else "", p["what"], p["to"])


def write_extension(o, p):
    yield "CREATE EXTENSION %s SCHEMA %s" % (o.name, o.schema)


# What COMMENT ON, ALTER .. OWNER TO and GRANT call each kind.
WORDS = {"enum": "TYPE", "domain": "DOMAIN", "composite": "TYPE", "range": "TYPE", "sequence": "SEQUENCE", "function": "FUNCTION",
         "triggerfunction": "FUNCTION", "procedure": "PROCEDURE", "aggregate": "AGGREGATE", "collation": "COLLATION",
         "dictionary": "TEXT SEARCH DICTIONARY", "textsearch": "TEXT SEARCH CONFIGURATION", "table": "TABLE", "partitioned": "TABLE",
         "child": "TABLE", "typed": "TABLE", "listed": "TABLE", "operatorclass": "OPERATOR CLASS", "conversion": "CONVERSION", "foreign": "FOREIGN TABLE", "view": "VIEW", "matview": "MATERIALIZED VIEW", "statistics": "STATISTICS"}
GRANT_WORDS = {"enum": "TYPE", "domain": "DOMAIN", "composite": "TYPE", "range": "TYPE", "sequence": "SEQUENCE", "function": "FUNCTION",
               "triggerfunction": "FUNCTION", "procedure": "PROCEDURE", "aggregate": "FUNCTION"}
ARGUMENTS = {"operatorclass": " USING btree", "function": "(integer)", "triggerfunction": "()", "procedure": "(integer)", "aggregate": "(integer)"}


def write_satellites(o, p):
    if o.kind not in WORDS:
        return
    name = "%s %s%s" % (WORDS[o.kind], o.ident, ARGUMENTS.get(o.kind, ""))
    if p["comment"]:
        yield "COMMENT ON %s IS %s" % (name, literal(p["comment"]))
    if p["owner"]:
        yield "ALTER %s OWNER TO %s" % (name, p["owner"])
    grantee = "%s %s%s" % (GRANT_WORDS.get(o.kind, "TABLE"), o.ident, ARGUMENTS.get(o.kind, ""))
    if p["revoked"]:
        yield "REVOKE ALL ON %s FROM PUBLIC" % grantee
    for privilege, role in p["grants"]:
        option = privilege.endswith(" WITH GRANT")
        yield "GRANT %s ON %s TO %s%s" % (privilege.replace(" WITH GRANT", ""), grantee, role,
                                          " WITH GRANT OPTION" if option and role != "PUBLIC" else "")


def statements(objects):
    """All statements of a schema, in an order in which they can run."""
    yield from ("CREATE SCHEMA %s" % s for s in SCHEMAS[1:])
    yield from ("GRANT USAGE, CREATE ON SCHEMA %s TO %s" % (s, r) for s in SCHEMAS for r in ROLES)
    yield "CREATE FOREIGN DATA WRAPPER property_wrapper"
    for kind in ORDER:
        for o in objects:
            if o.kind == kind:
                yield from globals()["write_" + kind](o, o.props)
                yield from write_satellites(o, o.props)


def rows(objects):
    """INSERT statements, three rows a table; what a constraint refuses stays out."""
    for o in objects:
        if o.kind == "table":
            columns = {n: c for n, c in o.props["columns"].items() if not c["generated"] and c["type"] in VALUES}
            for n in (1, 2, 3):
                yield "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s)" % (
                    o.ident, ", ".join(["id"] + list(columns)),
                    ", ".join([str(n)] + [VALUES[c["type"]].format(n=n) for c in columns.values()]))
