"""migrate from psycopg2: a transaction is begun by the first statement."""
import psycopg2

connection = psycopg2.connect("")
cursor = connection.cursor()

cursor.execute("SELECT direction, revision, message FROM migrate.upgrade(%s)", ("bbbb",))
assert cursor.fetchall() == [("upgrade", "aaaa1111", "first"), ("upgrade", "bbbb2222", "second")]
assert any("Running upgrade aaaa1111 -> bbbb2222, second" in notice for notice in connection.notices)
connection.rollback()
cursor.execute("SELECT count(*) FROM migrate.current()")
assert cursor.fetchone() == (0,)

cursor.execute("SELECT revision FROM migrate.upgrade(%s)", (1,))
assert cursor.fetchall() == [("aaaa1111",)]
cursor.execute("SELECT revision FROM migrate.upgrade('+1')")
assert cursor.fetchall() == [("bbbb2222",)]
connection.commit()

try:
    cursor.execute("SELECT migrate.upgrade()")
    raise AssertionError("the third revision must fail")
except psycopg2.errors.DivisionByZero as error:
    assert "revision cccc3333, upgrade script, statement 2, line 2" in error.diag.context
connection.rollback()

connection.set_session(isolation_level="SERIALIZABLE", autocommit=True)
cursor.execute("SELECT revision FROM migrate.downgrade(%s)", ("base",))
assert cursor.fetchall() == [("bbbb2222",), ("aaaa1111",)]
cursor.execute("SELECT revision, down_revision, is_applied FROM migrate.history()")
assert cursor.fetchone() == ("cccc3333", ["bbbb2222"], False)
for code, statement in (("MG001", "SELECT migrate.upgrade('zzz1')"),
                        ("MG010", "SELECT migrate.revision('x', autogenerate => true)")):
    try:
        cursor.execute(statement)
        raise AssertionError(statement)
    except psycopg2.Error as error:
        assert error.pgcode == code
cursor.execute("CALL migrate.deploy('aaaa')")
cursor.execute("SELECT revision FROM migrate.current()")
assert cursor.fetchall() == [("aaaa1111",)]
cursor.execute("CALL migrate.rollback('base')")
cursor.execute("SELECT to_regclass('t')")
assert cursor.fetchone() == (None,)
