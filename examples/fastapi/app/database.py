"""The connection, and what happens to the database when the application starts."""
import os

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

engine = create_async_engine(os.environ["DATABASE_URL"])


async def upgrade():
    """
    Brings the database to the newest revision, in one transaction.  Any number
    of processes may do so at the same time: one works, the others wait for it
    and find nothing left to do.  Returns the revisions that were run.
    """
    async with engine.begin() as connection:
        steps = await connection.execute(text("SELECT revision FROM migrate.upgrade()"))
        return [step.revision for step in steps]
