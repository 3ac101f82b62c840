-- A revision is about its own database. What drops another one is not to be undone.
-- reported alone
DROP DATABASE IF EXISTS elsewhere
-- silent
DROP TABLE IF EXISTS elsewhere
