-- With the grant option a role hands rights on to others. Revoking it later has to follow all of them.
-- reported
GRANT SELECT ON t TO pg_monitor WITH GRANT OPTION
-- silent
GRANT SELECT ON t TO pg_monitor
