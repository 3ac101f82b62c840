-- Triggers, rules and policies are a part of what each session knows of the table: dropping one locks it against everybody, for a moment, behind which others queue.
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
DROP TRIGGER old ON t
-- reported
DROP RULE r ON public.t
-- reported
DROP POLICY IF EXISTS o ON t
-- silent
DROP TRIGGER IF EXISTS old ON nothing
-- silent
CREATE TABLE fresh (a int); CREATE TRIGGER g AFTER UPDATE ON fresh FOR EACH ROW EXECUTE FUNCTION f(); DROP TRIGGER g ON fresh
-- silent
DROP TRIGGER IF EXISTS nothing ON t; DROP RULE IF EXISTS nothing ON t; DROP POLICY IF EXISTS nothing ON t
