-- An attacker may create schemas in the database and may call everything of
-- this extension, but owns neither the managed schema nor what is called here.
CREATE ROLE attacker;
GRANT USAGE ON SCHEMA migrate TO attacker;
GRANT ALL ON ALL TABLES IN SCHEMA migrate TO attacker;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA migrate TO attacker;
DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO attacker', current_database()); END $$;

-- The victim: code that runs as its owner and calls what public holds.
CREATE TABLE public.witness (who name);
CREATE FUNCTION public.helper() RETURNS text LANGUAGE sql AS 'SELECT current_user::text';
CREATE SCHEMA trusted;
CREATE FUNCTION trusted.guarded() RETURNS text LANGUAGE sql SECURITY DEFINER
	SET search_path = public AS 'SELECT helper()';
GRANT USAGE ON SCHEMA trusted TO attacker;

-- Under the name of public the attacker's helper would run as the owner.
SET ROLE attacker;
SELECT migrate.set_model($$
	CREATE FUNCTION public.helper() RETURNS text LANGUAGE plpgsql AS
		'BEGIN RAISE WARNING ''this runs as %'', current_user; RETURN current_user; END';
	CREATE TABLE public.loot AS SELECT trusted.guarded();
$$);
\set SHOW_CONTEXT never
\set VERBOSITY sqlstate
SELECT migrate.diff();
SELECT migrate.diff('base', 'live');
SELECT migrate."check"();
\set VERBOSITY default

-- A schema of the attacker's own may be managed, beside one that is not.
CREATE SCHEMA own;
SET migrate.schemas = 'own';
SELECT migrate.set_model($$
	CREATE SCHEMA own;
	CREATE TABLE own.loot (who text);
	CREATE FUNCTION own.helper() RETURNS text LANGUAGE sql AS 'SELECT current_user::text';
$$);
SELECT action, kind, object FROM migrate.diff();
SET migrate.schemas = 'own, public';
SELECT migrate.diff();
SET migrate.schemas = 'own, trusted';
SELECT migrate.diff();

-- What the model does, it does with the rights of who asks.
SET migrate.schemas = 'own';
SELECT migrate.set_model('DO $x$ BEGIN INSERT INTO public.witness VALUES (current_user); END $x$');
SELECT migrate.diff();
SELECT migrate.set_model('SELECT trusted.guarded()');
SELECT migrate.diff();
SELECT migrate.set_model('COMMIT');
SELECT migrate.diff();
SELECT migrate.set_model('ALTER ROLE attacker SUPERUSER');
SELECT migrate.diff();
SELECT migrate.set_model('CREATE SCHEMA own; CREATE VIEW own.as_whom AS SELECT * FROM public.witness');
SELECT action, kind, object FROM migrate.diff();
SELECT migrate.set_model('CREATE FUNCTION trusted.helper() RETURNS text LANGUAGE sql AS ''SELECT 1''');
SELECT migrate.diff();

-- Names of the server and of this extension are nobody's to manage.
SET migrate.schemas = 'pg_catalog';
SELECT migrate.diff();
SET migrate.schemas = 'own, migrate';
SELECT migrate.diff();
RESET migrate.schemas;

-- Who may not create in the database builds nothing.
RESET ROLE;
DO $$ BEGIN EXECUTE format('REVOKE CREATE ON DATABASE %I FROM attacker', current_database()); END $$;
SET ROLE attacker;
SET migrate.schemas = 'own';
SELECT migrate.diff();
RESET ROLE;

-- Nothing of all that is left.
SELECT count(*) FROM public.witness;
SELECT trusted.guarded() = current_user AS untouched;
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
	WHERE n.nspname IN ('own', 'trusted') OR c.relname IN ('loot', 'as_whom');

RESET migrate.schemas;
DROP OWNED BY attacker;
DROP ROLE attacker;
DROP SCHEMA trusted CASCADE;
DROP TABLE public.witness;
DROP FUNCTION public.helper();
SELECT migrate.set_model(NULL);
