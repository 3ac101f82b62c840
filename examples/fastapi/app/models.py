"""What the application stores: the one place where the schema is described."""
import enum

from sqlalchemy import Column, DateTime, Enum, ForeignKey, Index, Integer, Numeric, String, Text, func
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Role(enum.Enum):
    customer = "customer"
    clerk = "clerk"


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    email = Column(String(255), nullable=False, unique=True)
    role = Column(Enum(Role, name="role"), nullable=False, server_default="customer")
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class Product(Base):
    __tablename__ = "products"

    id = Column(Integer, primary_key=True)
    owner_id = Column(ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True)
    title = Column(Text, nullable=False, comment="as customers see it")
    price = Column(Numeric(10, 2), nullable=False)


Index("products_title_idx", func.lower(Product.title))
