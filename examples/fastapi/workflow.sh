#!/bin/sh
# The whole workflow on this application, from an empty database: the initial
# migration, adding a model, rolling back a bad migration.  Needs migrate (or
# MIGRATE=…/bin/migrate), a DATABASE_URL or .env, python3 with sqlalchemy and
# asyncpg.  Stops at the first thing that is not as it should be.
set -eu
cd "$(dirname "$0")"
migrate() { "${MIGRATE:-migrate}" "$@"; }
heading() { printf '\n== %s\n' "$*"; }
refused() { # STATUS COMMAND..: it must fail so
	wanted=$1 status=0
	shift
	"$@" || status=$?
	[ "$status" -eq "$wanted" ] || { echo "exit status $status instead of $wanted: $*" >&2; exit 1; }
}

heading "The initial migration"
migrate init
make model
make revision m="Initial migration"
migrate upgrade head
migrate current

heading "Adding a model"
cat >>app/models.py <<'PYTHON'


class Review(Base):
    __tablename__ = "reviews"

    product_id = Column(ForeignKey("products.id"), primary_key=True)
    user_id = Column(ForeignKey("users.id"), primary_key=True)
    stars = Column(Integer, nullable=False)
    said = Column(Text)
PYTHON
refused 2 make check                    # make's own status; migrate's is 4
make revision m="Add reviews"
cat migrations/versions/*_add_reviews.sql
migrate upgrade head
make check
migrate history --verbose

heading "A bad migration"
cp app/models.py models.good
sed -i 's/    price = .*/    price = Column(Integer, nullable=False)/' app/models.py
make revision m="Prices are whole numbers"
refused 5 migrate revision --autogenerate -m "Too early"
migrate upgrade head

heading "Rolling it back"
migrate downgrade -1
migrate remove head
mv models.good app/models.py
make check
migrate current

heading "Ten workers start on a new database"
migrate downgrade base
for worker in 1 2 3 4 5 6 7 8 9 10; do
	"${PYTHON:-python3}" -m app.start >"worker.$worker" &
done
wait
sort worker.* | uniq -c
[ "$(cat worker.* | grep -c '^2 revisions$')" -eq 1 ]
[ "$(cat worker.* | grep -c '^0 revisions$')" -eq 9 ]
rm worker.*
migrate current
