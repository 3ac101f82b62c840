"""The application: uvicorn app.main:app --workers 4"""
from fastapi import FastAPI
from sqlalchemy import select

from .database import engine, upgrade
from .models import Product

app = FastAPI()


@app.on_event("startup")
async def start():
    await upgrade()


@app.get("/products")
async def products():
    async with engine.connect() as connection:
        rows = await connection.execute(select(Product.id, Product.title, Product.price))
        return [dict(row._mapping) for row in rows]
