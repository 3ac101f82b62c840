# shellcheck shell=bash
# Every command, without files.
expect "no extension yet" 3 "*schema \"migrate\" does not exist*migrate init*" client current
expect "init" 0 "" client init --no-sync
expect "init again" 0 "" client init --no-sync
expect "current of nothing" 0 "" client current
expect "revision" 0 "ae1027a6acf0" client revision -m "create products; it's \"new\"" --rev-id ae1027a6acf0 --branch-label shop
expect "revision that follows" 0 "1975ea83b712" client revision --message=second --rev-id=1975ea83b712
expect "revision without a message" 2 "*revision needs -m MESSAGE*" client revision
expect "its id is taken" 8 "*ERROR:*ae1027a6acf0*" client revision -m again --rev-id ae1027a6acf0
query "SELECT migrate.edit('ae10', 'CREATE TABLE products (id int)', 'DROP TABLE products');
	SELECT migrate.edit('1975', 'ALTER TABLE products ADD name text', 'ALTER TABLE products DROP name')" >/dev/null
expect "history" 0 "ae1027a6acf0 -> 1975ea83b712 (shop) (head), second
<base> -> ae1027a6acf0 (shop), create products; it's \"new\"" client history
expect "history of a range" 0 "<base> -> ae1027a6acf0 (shop), create*" client history :ae10
expect "the same as Alembic writes it" 0 "<base> -> ae1027a6acf0 (shop), create*" client history -r :ae10
expect "history --verbose" 0 "Rev: 1975ea83b712 (head)*ALTER TABLE products ADD name text*Rev: ae1027a6acf0*" client history --verbose
expect "show" 0 "Rev: ae1027a6acf0*CREATE TABLE products (id int)*" client show ae10
expect "heads" 0 "ae1027a6acf0 -> 1975ea83b712 (shop) (head), second" client heads
expect "branches" 0 "" client branches
expect "plan" 0 "upgrade ae1027a6acf0 create*
upgrade 1975ea83b712 second" client plan
expect "upgrade by one" 0 "Running upgrade  -> ae1027a6acf0, create*" client upgrade +1
expect "current" 0 "ae1027a6acf0" client current
expect "upgrade head" 0 "Running upgrade ae1027a6acf0 -> 1975ea83b712, second" client upgrade head
expect "upgrade again" 0 "" client upgrade
expect "current at the head" 0 "1975ea83b712 (head)" client current
expect "current in full" 0 "1975ea83b712 (head) second (since *, by *)" client current -v
expect "downgrade -1" 0 "Running downgrade 1975ea83b712 -> ae1027a6acf0, second" client downgrade -1
expect "plan of the way back" 0 "downgrade ae1027a6acf0 create*" client plan --downgrade base
expect "downgrade needs a target" 2 "*downgrade needs TARGET*" client downgrade
expect "downgrade to a revision" 0 "" client downgrade ae10
expect "upgrade to a revision" 0 "Running upgrade*" client upgrade 1975
expect "downgrade base" 0 "Running downgrade*Running downgrade*" client downgrade base
expect "deploy" 0 "*Running upgrade  -> ae1027a6acf0*Running upgrade ae1027a6acf0 -> 1975ea83b712*" client deploy
expect "rollback" 0 "*Running downgrade 1975ea83b712 -> ae1027a6acf0*" client rollback -1
expect "stamp" 0 "Running stamp ae1027a6acf0 -> 1975ea83b712, second" client stamp head
expect "stamp --purge, several" 0 "Running stamp 1975ea83b712 -> ae1027a6acf0, create*" client stamp --purge ae10 ae1027a6acf0
expect "graph" 0 "\* 1975ea83b712 (head)*second
\* ae1027a6acf0*" client graph
expect "graph for another program" 0 "digraph*" client graph --format dot
expect "sql" 0 "*BEGIN*ALTER TABLE products ADD name text*" client sql ae10:1975
expect "sql, backwards" 0 "*ALTER TABLE products DROP name*" client sql 1975:ae10 --downgrade
expect "the same as Alembic writes it: upgrade" 0 "*ADD name text*" client upgrade ae10:1975 --sql
expect "the same as Alembic writes it: downgrade" 0 "*DROP name*" client downgrade 1975:ae10 --sql
expect "log" 0 "*upgrade 1975ea83b712*" client log
expect "rehearse" 0 "*direction*upgrade*AccessExclusiveLock*" client rehearse --no-round-trip
query "SELECT migrate.stamp('base'); DROP TABLE products; SELECT migrate.upgrade()" >/dev/null 2>&1
expect "lint finds nothing pending" 0 "" client lint
expect "drift: none" 0 "" client drift
query "CREATE TABLE by_hand (n int)"
expect "drift" 4 "DROP TABLE public.by_hand;" client drift
expect "capture" 0 "c0ffee000001" client capture -m "what Bob did" --rev-id c0ffee000001
expect "capture is applied" 0 "c0ffee000001 (head)" client current
expect "no model" 1 "*there is no model*" client check
query "SELECT migrate.set_model('CREATE TABLE products (id int, name text, price numeric); CREATE TABLE by_hand (n int)')" >/dev/null
expect "check" 4 "*ERROR:*" client check
expect "revision --autogenerate" 0 "5eed00000001" client revision --autogenerate -m "add price" --rev-id 5eed00000001
expect "what was generated" 0 "*ADD COLUMN price numeric*DROP COLUMN price*" client show 5eed
expect "Target database is not up to date" 5 "*ERROR:  Target database is not up to date.*" client revision --autogenerate -m more
expect "upgrade what was generated" 0 "Running upgrade*" client upgrade
expect "check: nothing to do" 0 "No new upgrade operations detected." client check
query "SELECT migrate.revision('wrong', 'CREATE TABLE absent.t ()', rev_id => 'bad000000001'),
	migrate.revision('wrong, too', 'SELECT absent()', rev_id => 'bad000000002')" >/dev/null 2>&1
expect "a schema that a revision looks for in vain" 1 "*ERROR:*schema \"absent\" does not exist*" client upgrade +1
query "SELECT migrate.edit('bad000000001', 'SELECT 1')" >/dev/null 2>&1
expect "a function that one looks for in vain" 1 "*ERROR:*absent() does not exist*" client upgrade
query "SELECT migrate.downgrade('5eed00000001')" >/dev/null
expect "remove the last" 0 "" client remove bad000000002
expect "remove the one before" 0 "" client remove bad000000001
expect "Can't locate revision identified by" 6 "*ERROR:  Can't locate revision identified by \"zzz1\"*" client upgrade zzz1
expect "ambiguous" 6 "*ERROR:*" client upgrade +99
expect "no drift, for a machine" 0 "[]" client drift --json
query "SELECT migrate.set_model('CREATE TABLE products (id int, title text, price numeric); CREATE TABLE by_hand (n int)')" >/dev/null
expect "autogenerate with a renaming" 0 "5eed00000002" client revision --autogenerate -m rename --rev-id 5eed00000002 --rename public.products.name=title
expect "it renames" 0 "*RENAME COLUMN name TO title*" client show 5eed00000002
expect "remove" 0 "" client remove 5eed00000002
expect "it is gone" 6 "*Can't locate*" client show 5eed00000002
expect "remove what is applied" 1 "*ERROR:*" client remove 5eed
expect "a second base" 0 "b0b000000001" client revision -m other --head base --rev-id b0b000000001 --branch-label other
expect "several heads" 6 "*Multiple head revisions are present*" client upgrade
expect "merge" 0 "b0b000000002" client merge -m both --rev-id b0b000000002
expect "a merge in the history" 0 "5eed00000001, b0b000000001 -> b0b000000002 (shop, other) (head) (mergepoint), both*" client history
expect "a fork is not made by mistake" 1 "*ERROR:*splice*" client revision -m fork --head 5eed --rev-id b0b000000003
expect "a fork on purpose" 0 "b0b000000003" client revision -m fork --head 5eed --splice --rev-id b0b000000003 --depends-on b0b000000001
expect "it depends" 0 "*\(depends on b0b000000001), fork*" client heads
expect "not transactional" 0 "b0b000000004" client revision -m "no block" --head b0b000000003 --no-transaction --rev-id b0b000000004
same "it is not" f "$(query "SELECT transactional FROM migrate.revisions WHERE revision = 'b0b000000004'")"
