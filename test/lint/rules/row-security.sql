-- With row security, and no policy that lets rows through, everybody but the owner sees an empty table, without an error.
-- reported
ALTER TABLE t ENABLE ROW LEVEL SECURITY
-- reported
CREATE POLICY o ON p USING (true); ALTER TABLE t ENABLE ROW LEVEL SECURITY
-- silent
CREATE POLICY o ON t USING (true); ALTER TABLE t ENABLE ROW LEVEL SECURITY
-- silent
ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY o ON t USING (true)
-- silent
ALTER TABLE t FORCE ROW LEVEL SECURITY
-- silent
CREATE TABLE fresh (a int); ALTER TABLE fresh ENABLE ROW LEVEL SECURITY
