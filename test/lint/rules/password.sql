-- Revisions are stored, exported, committed and logged, and a password goes with them.
-- reported not-run
CREATE ROLE migrate_lint_nobody LOGIN PASSWORD 'secret'
-- reported not-run
ALTER ROLE migrate_lint_nobody PASSWORD 'secret'
-- silent
CREATE ROLE migrate_lint_nobody LOGIN PASSWORD NULL
-- silent
ALTER ROLE migrate_lint_nobody NOLOGIN
