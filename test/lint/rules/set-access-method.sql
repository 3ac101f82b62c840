-- Another access method keeps rows in its own way: all of them are written anew.
-- setup
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE t (id int PRIMARY KEY);
INSERT INTO t SELECT generate_series(1, 500);
-- reported
ALTER TABLE t SET ACCESS METHOD heap2
-- silent
CREATE TABLE fresh (a int); ALTER TABLE fresh SET ACCESS METHOD heap2
