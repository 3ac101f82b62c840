-- The trigger has to hold for every write from then on: those that are under way are waited for, and others wait behind it.
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
CREATE TRIGGER g AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()
-- silent
CREATE TABLE fresh (a int); CREATE TRIGGER g AFTER UPDATE ON fresh FOR EACH ROW EXECUTE FUNCTION f()
-- silent set=migrate.lint_min_rows=501
CREATE TRIGGER g AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()
