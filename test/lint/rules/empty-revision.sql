-- A revision without an upgrade script is one that somebody meant to fill.
-- setup
-- reported

-- reported
-- nothing but a comment
-- silent
SELECT 1
