#!/bin/sh
# The database of a new data directory gets the extension and, when the
# project's files are mounted, its revisions.  POSTGRES_USER and POSTGRES_DB are
# set by the image; at this stage the server listens on its socket only.
set -eu
migrate init --no-sync
if [ -d /migrations/versions ]; then
	migrate --directory /migrations upgrade head
fi
