-- Without a downgrade script there is no way back but a new revision. Where nothing is to be done on the way back, an empty script says so.
-- setup
-- reported absent same
CREATE TABLE t (a int)
-- silent
CREATE TABLE t (a int)
