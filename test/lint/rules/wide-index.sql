-- Each column more makes an index larger, which every write pays. What comes after the third column seldom narrows down much.
-- setup
CREATE TABLE t (a int, b int, c int, d int);
-- reported also
CREATE INDEX ON t (a, b, c, d)
-- silent
CREATE INDEX ON t (a, b, c, d)
-- silent also
CREATE INDEX ON t (a, b, c) INCLUDE (d)
-- silent also
CREATE UNIQUE INDEX ON t (a, b, c, d)
