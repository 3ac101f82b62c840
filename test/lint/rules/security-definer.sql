-- Names in the function are looked up where its caller wants, and what is found runs with the rights of the owner. SET search_path on the function ends that.
-- reported
CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'
-- reported
CREATE OR REPLACE PROCEDURE public.f() LANGUAGE sql SECURITY DEFINER SET work_mem = '1MB' AS 'SELECT 1'
-- silent
CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT 1'
-- silent
CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY INVOKER AS 'SELECT 1'
-- silent
CREATE FUNCTION f() RETURNS int SECURITY DEFINER RETURN 1
