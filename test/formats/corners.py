"""
Small projects with what is odd about the files of each tool: the format, what is
odd, the files, the scripts as the tool would run them (a script that is a pair with
False refuses a transaction block), and whether all of it can be taken back.
"""

BODY = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\nBEGIN\n  -- a comment; with a semicolon\n  RETURN 1;\nEND;\n$$;\n"

CORNERS = [
    ("dbmate", "options, no way back, text before the marker",
     {"db/1_a.sql": "-- a comment\n\n-- migrate:up transaction:false\nCREATE TABLE a (n int);\nCREATE INDEX CONCURRENTLY i ON a (n);\n",
      "db/2_b.sql": "-- migrate:up\n" + BODY},
     [("CREATE TABLE a (n int);", False), ("CREATE INDEX CONCURRENTLY i ON a (n);", False), BODY], False),
    ("golang-migrate", "order by number, CONCURRENTLY, BEGIN and COMMIT of its own",
     {"10_c.up.sql": "CREATE INDEX CONCURRENTLY i ON b (n);", "10_c.down.sql": "DROP INDEX CONCURRENTLY i;",
      "9_b.up.sql": "BEGIN;\nALTER TABLE a RENAME TO b;\nCOMMIT;\n", "9_b.down.sql": "BEGIN;\nALTER TABLE b RENAME TO a;\nCOMMIT;\n",
      "1_a.up.sql": "CREATE TABLE a (n int)", "1_a.down.sql": "DROP TABLE a"},
     ["CREATE TABLE a (n int)", "ALTER TABLE a RENAME TO b;", ("CREATE INDEX CONCURRENTLY i ON b (n);", False)], True),
    ("flyway", "versions with points, undo, repeatable after all others by name",
     {"sql/V1_10__c.sql": "ALTER TABLE a ADD c int;", "sql/V1.9__b.sql": "ALTER TABLE a ADD b int;", "sql/V01__a.sql": "CREATE TABLE a ();",
      "sql/U1_10__c.sql": "ALTER TABLE a DROP c;", "sql/R__z_view.sql": "CREATE OR REPLACE VIEW z AS SELECT * FROM y;",
      "sql/R__a_view.sql": "CREATE OR REPLACE VIEW y AS SELECT * FROM a;"},
     ["CREATE TABLE a ();", "ALTER TABLE a ADD b int;", "ALTER TABLE a ADD c int;", "CREATE VIEW y AS SELECT * FROM a;",
      "CREATE VIEW z AS SELECT * FROM y;"], False),
    ("goose", "statement blocks, returns at line ends, no transaction",
     {"001_a.sql": "-- +goose Up\r\n-- +goose StatementBegin\r\n" + BODY.replace("\n", "\r\n") + "-- +goose StatementEnd\r\n"
      "CREATE TABLE a (n int);\r\n-- +goose Down\r\nDROP TABLE a;\r\nDROP FUNCTION f();\r\n",
      "002_b.sql": "-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX CONCURRENTLY i ON a (n);\n-- +goose Down\nDROP INDEX CONCURRENTLY i;\n"},
     [BODY.replace("\n", "\r\n") + "CREATE TABLE a (n int);", ("CREATE INDEX CONCURRENTLY i ON a (n);", False)], True),
    ("sqitch", "a change that was reworked twice, folders in names, requirements",
     {"sqitch.plan": "%syntax-version=1.0.0\n%project=p\n\na/f 2024-01-01T00:00:00Z A <a@b> # f\n@v1 2024-01-01T00:00:00Z A <a@b> # v1\n"
      "t [a/f] 2024-01-01T00:00:00Z A <a@b> # t\n@v2 2024-01-01T00:00:00Z A <a@b> # v2\na/f [a/f@v1] 2024-01-01T00:00:00Z A <a@b> # f\n"
      "@v3 2024-01-01T00:00:00Z A <a@b> # v3\na/f [a/f@v3] 2024-01-01T00:00:00Z A <a@b> # f\n",
      "deploy/a/f@v2.sql": "-- Deploy p:a/f to pg\nBEGIN;\n" + BODY + "COMMIT;\n", "revert/a/f@v2.sql": "BEGIN;\nDROP FUNCTION f();\nCOMMIT;\n",
      "deploy/a/f@v3.sql": BODY.replace("CREATE", "CREATE OR REPLACE").replace("1;", "2;"), "revert/a/f@v3.sql": BODY.replace("CREATE", "CREATE OR REPLACE"),
      "deploy/a/f.sql": BODY.replace("CREATE", "CREATE OR REPLACE").replace("1;", "3;"),
      "revert/a/f.sql": BODY.replace("CREATE", "CREATE OR REPLACE").replace("1;", "2;"),
      "verify/a/f.sql": "BEGIN;\nSELECT 1/(f() - 2);\nROLLBACK;\n", "deploy/t.sql": "CREATE TABLE t (n int DEFAULT f());", "revert/t.sql": "DROP TABLE t;"},
     [BODY, "CREATE TABLE t (n int DEFAULT f());", BODY.replace("CREATE", "CREATE OR REPLACE").replace("1;", "3;")], True),
    ("alembic", "branches, labels, a merge, a dependency, an autocommit block",
     {"history.txt": "d4, c3 -> e5 (left) (head) (mergepoint), join, at last\nb2 -> d4 (left), i\na1 -> b2 (left), b (not c)\n<base> (a1) -> c3, f\n"
      "<base> -> a1 (branchpoint), a\n",
      "up.sql": "BEGIN;\n\n-- Running upgrade  -> a1\n\nCREATE TABLE a (n int);\n\n-- Running upgrade  -> c3\n\n" + BODY + "\n-- Running upgrade a1 -> b2\n\n"
      "ALTER TABLE a ADD b int DEFAULT 1;\n\nUPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'a1';\n\n-- Running upgrade b2 -> d4\n\n"
      "COMMIT;\n\nCREATE INDEX CONCURRENTLY i ON a (b);\n\nBEGIN;\n\n-- Running upgrade d4, c3 -> e5\n\nCOMMIT;\n",
      "down.sql": "BEGIN;\n\n-- Running downgrade e5 -> d4, c3\n\n-- Running downgrade d4 -> b2\n\nDROP INDEX i;\n\n-- Running downgrade b2 -> a1\n\n"
      "ALTER TABLE a DROP b;\n\n-- Running downgrade c3 -> \n\nDROP FUNCTION f();\n\n-- Running downgrade a1 -> \n\nDROP TABLE a;\n\nCOMMIT;\n"},
     ["CREATE TABLE a (n int);", BODY, "ALTER TABLE a ADD b int DEFAULT 1;", ("CREATE INDEX CONCURRENTLY i ON a (b);", False)], True),
    ("rails", "commands of psql, a search_path that is empty, the table of versions",
     {"db/structure.sql": "\\restrict x\nSELECT pg_catalog.set_config('search_path', '', false);\nCREATE TABLE public.users (id int);\n"
      "CREATE TABLE public.schema_migrations (version character varying NOT NULL);\n\\unrestrict x\n\nSET search_path TO \"$user\", public;\n\n"
      "INSERT INTO \"schema_migrations\" (version) VALUES\n('20240102'),\n('20240101');\n"},
     ["CREATE TABLE users (id int); CREATE TABLE schema_migrations (version varchar NOT NULL);"], False),
    ("django", "apps in turn, a program, a way back",
     {"plan.txt": "[ ]  b.0001_initial\n[ ]  a.0001_initial  (b.0001_initial)\n[ ]  b.0002_program\n[ ]  b.0003_x\n",
      "b/0001_initial.sql": "BEGIN;\n--\n-- Create model B\n--\nCREATE TABLE \"b\" (\"id\" int);\nCOMMIT;\n", "b/0001_initial.down.sql": "BEGIN;\nDROP TABLE \"b\" CASCADE;\nCOMMIT;\n",
      "a/0001_initial.sql": "CREATE VIEW \"a\" AS SELECT * FROM \"b\";", "a/0001_initial.down.sql": "DROP VIEW \"a\";",
      "b/0003_x.sql": "CREATE INDEX CONCURRENTLY x ON b (id);", "b/0003_x.down.sql": "DROP INDEX CONCURRENTLY x;"},
     ["CREATE TABLE b (id int);", "CREATE VIEW a AS SELECT * FROM b;", ("CREATE INDEX CONCURRENTLY x ON b (id);", False)], False),
    ("node-pg-migrate", "markers in any case, none at all, down before up",
     {"1700000000002_b.sql": "ALTER TABLE a ADD b int;", "1700000000001_a.sql": "---- down migration\nDROP TABLE a;\n--  UP  Migration: a\nCREATE TABLE a ();\n"},
     ["CREATE TABLE a ();", "ALTER TABLE a ADD b int;"], False),
]
