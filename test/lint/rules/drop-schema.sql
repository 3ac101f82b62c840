-- All tables of the schema are gone, and until the end of the transaction each of them, and what they refer to, is locked against everybody.
-- setup
CREATE SCHEMA shop;
CREATE TABLE shop.orders (id int);
CREATE VIEW shop.v AS SELECT * FROM shop.orders;
CREATE SCHEMA empty;
-- reported not-run
DROP SCHEMA shop CASCADE
-- silent
DROP SCHEMA empty CASCADE
-- silent
DROP SCHEMA empty
-- silent
CREATE SCHEMA fresh CREATE TABLE x (a int); DROP SCHEMA fresh CASCADE
