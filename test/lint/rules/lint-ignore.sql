-- A comment that ignores nothing, because of a slip, leaves a false feeling; one without a reason leaves the next reader to guess.
-- setup
-- reported
-- migrate:lint-ignore create-indx nobody writes at night
SELECT 1
-- reported
SELECT 1; -- migrate:lint-ignore create-index
-- reported
-- migrate:lint-ignore
SELECT 1
-- silent
-- migrate:lint-ignore create-index nobody writes at night
SELECT 1
-- silent
SELECT '-- migrate:lint-ignore no-rule in a literal'
