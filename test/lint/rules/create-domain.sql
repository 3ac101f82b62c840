-- A domain's constraints hold for every table that uses it: to change one, all of them have to be read. A constraint of a table can be changed for this table alone.
-- reported also
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%')
-- silent
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%')
-- silent also
CREATE DOMAIN email AS text DEFAULT ''
