# shellcheck shell=bash disable=SC2154
# The files of another tool, which are on the client's disk.
client init --no-sync >/dev/null 2>&1
mkdir -p "their files/.git" "their files/more"
echo 'CREATE TABLE users (id int);' >"their files/1_users.up.sql"
echo 'DROP TABLE users;' >"their files/1_users.down.sql"
echo 'CREATE TABLE posts (id int);' >"their files/more/2_posts.up.sql"
printf '\000' >"their files/logo.png"
printf '\000' >"their files/.git/3_index.up.sql"
query "CREATE TABLE users (id int); CREATE SCHEMA audit;
	CREATE TABLE audit.marks (version bigint, dirty boolean); INSERT INTO audit.marks VALUES (1, false)"
expect "a format that there is not" 1 "ERROR: *unrecognized format*Formats are *" client import "their files" --format other
expect "a directory that there is not" 8 "migrate: there is no directory nowhere" client import nowhere
mkdir empty
expect "one without files" 8 "migrate: empty holds no files to import" client import empty --format goose
expect "import needs a directory" 2 "*import needs DIRECTORY*" client import --format goose
expect "only import has a table" 2 "*sync takes no --version-table*" client sync --version-table audit.marks
expect "a table that there is not" 1 "ERROR: *no_such_table*" client import "their files" --format golang-migrate --version-table no_such_table
expect "import" 0 "NOTICE:*adopted 1 revision that golang-migrate has applied
added their files/1_users.up.sql
added their files/more/2_posts.up.sql" client import "their files/" --format golang-migrate --version-table audit.marks
expect "no project, no files" 2 "*" ls migrations
expect "the rest is left to do" 0 "Running upgrade 1 -> 2, posts" client upgrade
expect "all is there" 0 "2 (head)" client current
mkdir -p migrations/versions
expect "again, into a project" 0 "Generating migrations/versions/*_users.sql
Generating migrations/versions/*_posts.sql" client import "their files" --format golang-migrate --version-table audit.marks
expect "nothing is left to say" 0 "" client sync
echo 'CREATE TABLE tags (id int);' >"their files/3_tags.up.sql"
expect "for machines" 0 '*\[{"action":"added","file":"3_tags.up.sql"}, *{"action":"written","file":"versions/*_tags.sql"}\]' \
	client import "their files" --format golang-migrate --json
printf 'SELECT 1;\000' >"their files/4_zero.up.sql"
expect "a zero byte" 8 "migrate: their files/4_zero.up.sql holds a zero byte" client import "their files" --format golang-migrate
printf 'SELECT \xff;' >"their files/4_zero.up.sql"
expect "not UTF-8" 8 "*migrate: their files/4_zero.up.sql is not valid in UTF-8" client import "their files" --format golang-migrate
rm "their files/4_zero.up.sql"
expect "nothing is stored of what is refused" 0 "3" query "SELECT count(*) FROM migrate.revisions"
