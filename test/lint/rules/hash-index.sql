-- A hash index answers equality, of one column, and nothing else: no ranges, no order, no uniqueness. A btree does all of that.
-- reported also
CREATE INDEX ON t USING hash (b)
-- silent
CREATE INDEX ON t USING hash (b)
-- silent also
CREATE INDEX ON t (b)
