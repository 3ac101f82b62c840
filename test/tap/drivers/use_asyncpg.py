"""migrate from asyncpg: every statement is prepared, every parameter is typed."""
import asyncio
import datetime
import os

import asyncpg


async def main():
    connection = await asyncpg.connect(host=os.environ["PGHOST"], port=int(os.environ["PGPORT"]),
                                       database=os.environ["PGDATABASE"])
    async with connection.transaction(isolation="repeatable_read"):
        upgrade = await connection.prepare("SELECT * FROM migrate.upgrade($1::text)")
        rows = await upgrade.fetch("bbbb2222")
        assert [row["revision"] for row in rows] == ["aaaa1111", "bbbb2222"]
        assert all(isinstance(row["elapsed"], datetime.timedelta) for row in rows)
    assert await upgrade.fetch("bbbb2222") == []

    try:
        await upgrade.fetch("head")
        raise AssertionError("the third revision must fail")
    except asyncpg.exceptions.DivisionByZeroError as error:
        assert "revision cccc3333, upgrade script, statement 2, line 2" in error.as_dict()["context"]

    rows = await connection.fetch("SELECT revision FROM migrate.downgrade($1::int)", -1)
    assert [row["revision"] for row in rows] == ["bbbb2222"]
    assert await connection.fetchval("SELECT count(*) FROM migrate.upgrade(1)") == 1
    assert await connection.fetchval("SELECT count(*) FROM migrate.downgrade('base')") == 2

    for code, statement in (("MG001", "SELECT migrate.upgrade('zzz1')"),
                            ("MG010", "SELECT migrate.revision('x', autogenerate => true)")):
        try:
            await connection.fetch(statement)
            raise AssertionError(statement)
        except asyncpg.PostgresError as error:
            assert error.sqlstate == code
    await connection.execute("CALL migrate.deploy('aaaa')")
    rows = await connection.fetch("SELECT * FROM migrate.current()")
    assert [(row["revision"], row["is_head"]) for row in rows] == [("aaaa1111", False)]
    assert isinstance(rows[0]["applied_at"], datetime.datetime)
    rows = await connection.fetch("SELECT * FROM migrate.history($1::text)", ":bbbb")
    assert [(row["revision"], row["down_revision"]) for row in rows] == [("bbbb2222", ["aaaa1111"]), ("aaaa1111", [])]
    await connection.close()


asyncio.run(main())
