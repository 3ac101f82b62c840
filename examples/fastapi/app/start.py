"""What every worker does first, without the web server: python3 -m app.start"""
import asyncio

from .database import engine, upgrade


async def main():
    print(len(await upgrade()), "revisions")
    await engine.dispose()


asyncio.run(main())
