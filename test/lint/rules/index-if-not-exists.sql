-- A concurrent build that fails leaves an index of its name behind, which is not valid: queries do not use it. IF NOT EXISTS is content with it, and the deployment succeeds without an index.
-- reported alone
CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)
-- silent alone
CREATE INDEX CONCURRENTLY i ON t (a)
-- silent
CREATE INDEX IF NOT EXISTS i ON t (a)
