-- PUBLIC is every role of the cluster, also that of another application in another database, and each that is made later.
-- reported
GRANT SELECT ON t TO PUBLIC
-- silent
REVOKE ALL ON t FROM PUBLIC
-- silent
GRANT SELECT ON t TO pg_monitor
-- silent down
GRANT SELECT ON t TO PUBLIC
