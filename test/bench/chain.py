"""
The chains that are measured: small revisions, five to a table, as each tool
wants them.
"""
import os

TABLE = """CREATE TABLE t{n} (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	name text NOT NULL,
	made_at timestamptz NOT NULL DEFAULT now()
);"""

# upgrade, downgrade; one revision each
ROUND = (
    (TABLE, "DROP TABLE t{n};"),
    ("ALTER TABLE t{n} ADD COLUMN note text;", "ALTER TABLE t{n} DROP COLUMN note;"),
    ("CREATE INDEX t{n}_name_idx ON t{n} (name);", "DROP INDEX t{n}_name_idx;"),
    ("INSERT INTO t{n} (name, note) VALUES ('first', 'a'), ('second', 'b');", "DELETE FROM t{n};"),
    ("ALTER TABLE t{n} ADD CONSTRAINT t{n}_note_check CHECK (note <> '');",
     "ALTER TABLE t{n} DROP CONSTRAINT t{n}_note_check;"),
)


def revisions(size):
    """(id, parent or None, message, upgrade, downgrade), the oldest first."""
    parent = None
    for i in range(size):
        up, down = ROUND[i % len(ROUND)]
        revision = "%012x" % (i * 7919 + 0x100000000000)
        table = {"n": i // len(ROUND)}
        yield revision, parent, "step %d" % i, up.format(**table), down.format(**table)
        parent = revision


def write_psql(size, folder):
    """up.sql and down.sql."""
    chain = list(revisions(size))
    with open(os.path.join(folder, "up.sql"), "w") as out:
        out.writelines(r[3] + "\n" for r in chain)
    with open(os.path.join(folder, "down.sql"), "w") as out:
        out.writelines(r[4] + "\n" for r in reversed(chain))


def write_migrate(size, folder):
    """load.sql: the calls that store the revisions."""
    with open(os.path.join(folder, "load.sql"), "w") as out:
        out.write("BEGIN;\n")
        for revision, _, message, up, down in revisions(size):
            out.write("SELECT migrate.revision('%s', $r$%s$r$, $r$%s$r$, rev_id => '%s');\n"
                      % (message, up, down, revision))
        out.write("COMMIT;\n")


ALEMBIC_ENV = """
from alembic import context
from sqlalchemy import create_engine, pool
engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""

ALEMBIC_FILE = '''"""{message}"""
from alembic import op

revision = {revision!r}
down_revision = {parent!r}
branch_labels = None
depends_on = None


def upgrade():
    op.execute("""{up}""")


def downgrade():
    op.execute("""{down}""")
'''


def write_alembic(size, folder, url):
    versions = os.path.join(folder, "alembic", "versions")
    os.makedirs(versions)
    with open(os.path.join(folder, "alembic.ini"), "w") as out:
        out.write("[alembic]\nscript_location = %s\nsqlalchemy.url = %s\n"
                  % (os.path.join(folder, "alembic"), url.replace("%", "%%")))
    with open(os.path.join(folder, "alembic", "env.py"), "w") as out:
        out.write(ALEMBIC_ENV)
    for i, (revision, parent, message, up, down) in enumerate(revisions(size)):
        with open(os.path.join(versions, "%s_step_%d.py" % (revision, i)), "w") as out:
            out.write(ALEMBIC_FILE.format(message=message, revision=revision, parent=parent,
                                          up=up, down=down))


def write_dbmate(size, folder):
    target = os.path.join(folder, "dbmate")
    os.makedirs(target)
    for i, (_, _, _, up, down) in enumerate(revisions(size)):
        with open(os.path.join(target, "%014d_step_%d.sql" % (20200101000000 + i, i)), "w") as out:
            out.write("-- migrate:up\n%s\n\n-- migrate:down\n%s\n" % (up, down))
