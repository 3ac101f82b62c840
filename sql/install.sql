CREATE EXTENSION migrate;
SELECT extversion FROM pg_extension WHERE extname = 'migrate';
