-- What is glued into a statement as it comes may end it and begin another. format with %I and %L quotes it; USING keeps it apart.
-- reported
CREATE FUNCTION f(name text) RETURNS void LANGUAGE plpgsql AS $$BEGIN EXECUTE 'DELETE FROM ' || name; END$$
-- silent
CREATE FUNCTION f(name text) RETURNS void LANGUAGE plpgsql AS $$BEGIN EXECUTE 'DELETE FROM ' || quote_ident(name) || ' WHERE true'; END$$
-- silent
CREATE FUNCTION f(name text) RETURNS void LANGUAGE plpgsql AS $$BEGIN EXECUTE format('DELETE FROM %I', name); RAISE NOTICE '%', 'a' || name; END$$
-- silent
CREATE FUNCTION f(name text) RETURNS text LANGUAGE sql AS $$SELECT 'EXECUTE ' || name$$
-- silent
CREATE FUNCTION f(name text) RETURNS void LANGUAGE plpgsql AS $$BEGIN EXECUTE 'SELECT $$
