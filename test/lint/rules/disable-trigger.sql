-- A trigger is disabled for everybody, and with ALL the checks of foreign keys are, too. What is not enabled again in the same revision stays so, and nobody notices.
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
ALTER TABLE t DISABLE TRIGGER old
-- reported
ALTER TABLE t DISABLE TRIGGER ALL
-- reported
ALTER TABLE t DISABLE TRIGGER USER; ALTER TABLE p ENABLE TRIGGER USER
-- silent
ALTER TABLE t DISABLE TRIGGER USER; UPDATE t SET b = ''; ALTER TABLE t ENABLE TRIGGER USER
-- silent
ALTER TABLE t DISABLE TRIGGER old; ALTER TABLE t ENABLE ALWAYS TRIGGER old
-- silent
CREATE TABLE fresh (a int); ALTER TABLE fresh DISABLE TRIGGER ALL
