"""
Prints the DDL of the models: what metadata.create_all() would run, in SQL.
"make model" stores it in migrations/model, from where migrate takes it.
"""
from sqlalchemy import create_mock_engine

from .models import Base


def main():
    def write(statement, *arguments, **options):
        print(str(statement.compile(dialect=engine.dialect)).strip() + ";\n")

    engine = create_mock_engine("postgresql://", write)
    Base.metadata.create_all(engine, checkfirst=False)


main()
