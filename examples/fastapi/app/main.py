"""The application: uvicorn app.main:app --workers 4"""
from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy import select

from .database import engine, upgrade
from .models import Product


@asynccontextmanager
async def lifespan(app):
    await upgrade()
    yield
    await engine.dispose()


app = FastAPI(lifespan=lifespan)


@app.get("/products")
async def products():
    async with engine.connect() as connection:
        rows = await connection.execute(select(Product.id, Product.title, Product.price))
        return [dict(row._mapping) for row in rows]
