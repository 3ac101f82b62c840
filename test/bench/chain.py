"""A chain of small revisions, as projects write them, in the form each tool wants."""
import os

# One revision after another, each with its way back.  %(n)d is the revision's
# number, %(t)d that of the table it is about.
SHAPES = [
    ("create table", """CREATE TABLE item_%(t)d (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);""", "DROP TABLE item_%(t)d;"),
    ("add column", "ALTER TABLE item_%(t)d ADD COLUMN price numeric(10,2) NOT NULL DEFAULT 0;",
     "ALTER TABLE item_%(t)d DROP COLUMN price;"),
    ("add index", "CREATE INDEX item_%(t)d_name ON item_%(t)d (name);", "DROP INDEX item_%(t)d_name;"),
    ("add rows", "INSERT INTO item_%(t)d (name, price) VALUES ('first', 1.50), ('second', 2.50);",
     "DELETE FROM item_%(t)d WHERE name IN ('first', 'second');"),
    ("add check", "ALTER TABLE item_%(t)d ADD CONSTRAINT item_%(t)d_price CHECK (price >= 0);",
     "ALTER TABLE item_%(t)d DROP CONSTRAINT item_%(t)d_price;"),
    ("create view", "CREATE VIEW cheap_%(t)d AS SELECT id, name FROM item_%(t)d WHERE price < 10;",
     "DROP VIEW cheap_%(t)d;"),
    ("create function", """CREATE FUNCTION total_%(t)d() RETURNS numeric LANGUAGE sql STABLE AS
    $$ SELECT sum(price) FROM item_%(t)d $$;""", "DROP FUNCTION total_%(t)d();"),
    ("update rows", "UPDATE item_%(t)d SET price = price * 2;", "UPDATE item_%(t)d SET price = price / 2;"),
]


def identifier(number):
    return "%012x" % (0xa00000000000 + number * 7919)


class Revision:
    def __init__(self, number):
        self.number = number
        self.id = identifier(number)
        self.parent = identifier(number - 1) if number > 1 else None
        words, up, down = SHAPES[(number - 1) % len(SHAPES)]
        names = {"n": number, "t": (number - 1) // len(SHAPES) + 1}
        self.message = "%s %d" % (words, names["t"])
        self.up, self.down = up % names, down % names


def chain(length):
    return [Revision(n) for n in range(1, length + 1)]


def write(path, text):
    with open(path, "w", encoding="utf8") as f:
        f.write(text)


def write_psql(folder, revisions):
    write(os.path.join(folder, "up.sql"), "\n".join(r.up for r in revisions) + "\n")
    write(os.path.join(folder, "down.sql"), "\n".join(r.down for r in reversed(revisions)) + "\n")


def write_migrate(folder, revisions):
    """The calls that author the chain; parents are the head, as when typed one after the other."""
    write(os.path.join(folder, "load.sql"), "".join(
        "SELECT migrate.revision($m$%s$m$, $m$%s$m$, $m$%s$m$, rev_id => '%s');\n"
        % (r.message, r.up, r.down, r.id) for r in revisions))


ALEMBIC_ENV = """from alembic import context
from sqlalchemy import create_engine
with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""

ALEMBIC_REVISION = '''"""%s"""
from alembic import op
revision = %r
down_revision = %r
branch_labels = None
depends_on = None


def upgrade():
    op.execute("""%s""")


def downgrade():
    op.execute("""%s""")
'''


def write_alembic(folder, revisions, url):
    versions = os.path.join(folder, "versions")
    os.makedirs(versions)
    write(os.path.join(folder, "alembic.ini"),
          "[alembic]\nscript_location = %s\nsqlalchemy.url = %s\n" % (folder, url.replace("%", "%%")))
    write(os.path.join(folder, "env.py"), ALEMBIC_ENV)
    for r in revisions:
        write(os.path.join(versions, r.id + ".py"), ALEMBIC_REVISION % (r.message, r.id, r.parent, r.up, r.down))


def write_dbmate(folder, revisions):
    for r in revisions:
        write(os.path.join(folder, "%014d_revision.sql" % (20200101000000 + r.number)),
              "-- migrate:up\n%s\n-- migrate:down\n%s\n" % (r.up, r.down))
