-- All rows are locked until the end of the transaction, and stay behind for VACUUM. A WHERE true says that it is meant.
-- reported
DELETE FROM t
-- silent
DELETE FROM t WHERE true
-- silent
CREATE TABLE fresh (a int); DELETE FROM fresh
