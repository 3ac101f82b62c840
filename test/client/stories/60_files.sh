# shellcheck shell=bash disable=SC2154
# A project in files: migrations/versions, migrations/model.
expect "init makes the directories" 0 "Creating directory migrations/versions
Creating directory migrations/model" client init
expect "a revision is a file" 0 "Generating migrations/versions/????_??_??_????-ae1027a6acf0_create_users_table.sql" \
	client revision -m "create users table" --rev-id ae1027a6acf0
users=$(echo migrations/versions/*)
same "with places for its scripts" "-- message: create users table

-- migrate:up

-- migrate:down" "$(sed -n '4,$p' "$users")"
sed -i 's/^-- migrate:up/&\nCREATE TABLE users (id int);/; s/^-- migrate:down/&\nDROP TABLE users;/' "$users"
expect "nothing is said that was not asked" 0 "" client current
echo 'CREATE TABLE users (id int);' >migrations/model/10_users.sql
expect "upgrade takes the files" 0 "updated $users
added migrations/model/10_users.sql
Running upgrade  -> ae1027a6acf0, create users table" client upgrade
expect "sync with nothing to do" 0 "" client sync
expect "check" 0 "No new*" client check
echo 'CREATE TABLE posts (id int);' >migrations/model/20_posts.sql
expect "check takes the model's files" 4 "added migrations/model/20_posts.sql*CREATE TABLE public.posts*" client check
expect "autogenerate writes a file" 0 "Generating migrations/versions/*-5eed00000001_add_posts.sql" \
	client revision --autogenerate -m "add posts" --rev-id 5eed00000001
expect "it is there" 0 "*-- migrate:up*CREATE TABLE public.posts*-- migrate:down*DROP TABLE public.posts*" cat migrations/versions/*add_posts.sql
expect "upgrade" 0 "Running upgrade*" client upgrade

# the bad migration
expect "downgrade" 0 "Running downgrade*" client downgrade -1
expect "remove" 0 "Removing migrations/versions/*_add_posts.sql" client remove head
expect "its file is gone" 0 "$users" echo migrations/versions/*.sql
rm migrations/model/20_posts.sql
expect "so is the part of the model" 0 "removed *20_posts.sql" client sync
expect "all is well" 0 "No new*" client check

# what is applied stays as it is
cp "$users" kept
sed -i 's/id int/id bigint/' "$users"
expect "an edited file" 8 "*ERROR:*ae1027a6acf0*" client upgrade
expect "not looked at" 0 "" client upgrade --no-sync
sed 's/$/\r/' kept >"$users"
expect "line ends do not count" 0 "" client sync
cp kept "$users"

# somebody else's
mkdir elsewhere
expect "a clone fetches all" 0 "Generating elsewhere/db/versions/${users##*/}" client sync --directory elsewhere/db
same "they are the same" "" "$(cmp "$users" "elsewhere/db/versions/${users##*/}" 2>&1)"
expect "with a directory in the environment" 0 "Generating elsewhere/db/versions/*" \
	env MIGRATE_DIRECTORY=elsewhere/db "${shell[@]}" "$top/bin/migrate" revision -m "from there" --rev-id 77e5e0000001
expect "it comes over" 0 "Generating migrations/versions/*-77e5e0000001_from_there.sql" client sync
expect "no directory, no files" 0 "77e5e0000002" client revision -m "only in the database" --rev-id 77e5e0000002 --directory nowhere
expect "no files made" 2 "*" ls nowhere
expect "sync" 0 "Generating*" client sync
mv migrations/versions/*77e5e0000002* "migrations/versions/it's \\ called \$(touch hacked) otherwise.sql"
expect "a file may be called anything" 0 "" client sync
expect "its removal" 0 "Removing migrations/versions/it's*" client remove 77e5e0000002
client upgrade >/dev/null 2>&1
query "CREATE TABLE by_hand (n int)"
expect "capture" 0 "Generating*by_hand.sql" client capture -m "by hand"
expect "a merge" 0 "Generating*" bash -c "psql -qAtc \"SELECT migrate.revision('side', '', '', head => 'base', rev_id => '51de00000001')\" >/dev/null
	${shell[*]} '$top/bin/migrate' sync >/dev/null; ${shell[*]} '$top/bin/migrate' merge -m both"
rm migrations/versions/*by_hand.sql
printf -- '-- migrate:up\n' >migrations/versions/20200101_hand.sql
expect "json" 0 '*\[{"action":"added","file":"versions/20200101_hand.sql"}*{"action":"written","file":"versions/*by_hand.sql"}\]' client sync --json

# files of another habit, and large ones
fresh_database
client init >/dev/null
printf -- '-- migrate:up\nCREATE TABLE a (n int);\n-- migrate:down\nDROP TABLE a;' >migrations/versions/20200101000000_first.sql
{
	printf -- '-- migrate:up\n'
	for i in {1..60000}; do echo "SELECT 'a row of some length, of which there are many: $i';"; done
	printf -- '-- migrate:down\n'
} >migrations/versions/20200102000000_large.sql
expect "dbmate's files" 0 "added migrations/versions/20200101000000_first.sql
added migrations/versions/20200102000000_large.sql" client sync
same "a large one is whole" 60000 "$(query "SELECT regexp_count(upgrade, ';') FROM migrate.revisions WHERE revision = '20200102000000'")"

# what cannot be read is named, and nothing is stored
printf -- '-- migrate:up\n' >migrations/versions/20200103_good.sql
bad=migrations/versions/20200104_bad.sql
printf -- '-- migrate:up\nSELECT 1;\0' >$bad
expect "a zero byte" 8 "*$bad holds a zero byte*" client upgrade
printf -- '-- migrate:up\nSELECT \377;' >$bad
expect "not UTF-8" 8 "*$bad is not valid in UTF-8*" client sync
printf 'SELECT 1;' >$bad
expect "no file of a revision" 8 "*20200104_bad.sql*" client sync
printf -- '-- migrate:up\n' >$bad
chmod 0 $bad
[ "$(id -u)" = 0 ] || expect "not to be read" 8 "*$bad can't be read*" client sync
rm -f $bad
mkdir $bad
expect "a directory" 0 "added migrations/versions/20200103_good.sql" client sync
rmdir $bad
touch 'migrations/versions/line
end.sql'
expect "a name of two lines" 8 "*can't be read*" client sync
rm migrations/versions/line*
same "nothing of it was stored" "20200101000000,20200102000000,20200103" "$(query "SELECT string_agg(revision, ',' ORDER BY revision) FROM migrate.revisions")"
query "SELECT migrate.revision('taken', rev_id => 'aaaa1111')" >/dev/null
expect "names that are told by the server" 0 "*" client sync --directory other
taken=$(basename "$(echo other/versions/*aaaa1111*)")
printf -- '-- migrate:up\n-- migrate:down\n' >"migrations/versions/0_x.sql"
mkdir "migrations/versions/$taken"
expect "no file is written over" 8 "*$taken is there already*" client sync
