-- A role belongs to all databases of the cluster. A revision that makes one fails in the second database that it runs in, and its downgrade takes the role from the others.
-- reported
CREATE ROLE migrate_lint_nobody
-- reported
DROP ROLE migrate_lint_nobody
-- silent
GRANT SELECT ON t TO pg_monitor
