-- A policy changes the queries of everybody from one moment to the next, for which the table is locked against everybody.
-- setup
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int REFERENCES p, b text);
INSERT INTO p SELECT generate_series(1, 500);
INSERT INTO t SELECT g, g, g FROM generate_series(1, 500) g;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER old BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE RULE r AS ON DELETE TO t DO ALSO NOTHING;
CREATE POLICY o ON t USING (true);
-- reported
CREATE POLICY n ON t USING (a > 0)
-- reported
ALTER POLICY o ON t USING (a > 0)
-- silent
CREATE TABLE fresh (a int); CREATE POLICY n ON fresh USING (a > 0)
