# shellcheck shell=bash disable=SC2154
# For machines: JSON and nothing else on the standard output, errors too.
json() { # NAME STATUS EXPRESSION COMMAND..: of the answer, q, an expression of SQL is true
	local name=$1 status=$2 expression=$3 printed got=0
	shift 3
	printed=$("$@" 2>"$work/messages" </dev/null) || got=$?
	if [ "$got" -ne "$status" ]; then
		verdict "$name" "exit status $got instead of $status, it said: $printed $(cat "$work/messages")"
	else
		same "$name: $expression" t \
			"$(printf 'SELECT %s FROM (SELECT :'\''q'\''::json AS q) q' "$expression" | psql -X -A -t -q -v q="$printed" 2>&1)"
	fi
}
client init --no-sync
json "current" 0 "q::text = '[]'" client current --json
client revision -m first --rev-id ae1027a6acf0 >/dev/null
json "revision" 0 "q->>'revision' = '1975ea83b712'" client --json revision -m second --rev-id 1975ea83b712
json "history" 0 "q->0->>'revision' = '1975ea83b712' AND q->0->'down_revision'->>0 = 'ae1027a6acf0'" client history --json
json "show" 0 "q->>'show' LIKE 'Rev: ae10%'" client show ae10 --json
json "plan" 0 "json_array_length(q) = 2" client plan --json
json "upgrade" 0 "q->1->>'revision' = '1975ea83b712' AND q->1->>'elapsed' IS NOT NULL" client upgrade --json
same "steps are said elsewhere" "Running upgrade  -> ae1027a6acf0, first
Running upgrade ae1027a6acf0 -> 1975ea83b712, second" "$(cat "$work/messages")"
json "deploy" 0 "q->0->>'revision' = '1975ea83b712'" client deploy --json
json "log" 0 "json_array_length(q) = 2" client log --json
json "lint" 0 "q::text = '[]'" client lint --json
json "drift" 0 "q::text = '[]'" client drift --json
json "rehearse" 0 "q::text = '[]'" client rehearse --json
json "graph" 0 "q->>'graph' LIKE '* 1975%'" client graph --json
json "sql" 0 "q->>'script' LIKE '%1975ea83b712%'" client sql ae10:1975 --json
json "an error" 6 "q->'error'->>'sqlstate' = 'MG001' AND q->'error'->>'message' LIKE 'Can''t locate%'" client upgrade zzz1 --json
json "an error of revision" 8 "q->'error'->>'sqlstate' = 'MG004'" client revision -m x --rev-id ae1027a6acf0 --json
json "an error of remove" 6 "q->'error'->>'sqlstate' = 'MG001'" client remove zzz1 --json
query "CREATE TABLE by_hand (n int)"
json "drift that is found" 4 "q->0->>'destructive' = 'true'" client drift --json
json "capture" 0 "q->>'revision' = 'c0ffee000001'" client capture -m x --rev-id c0ffee000001 --json
query "SELECT migrate.set_model('CREATE TABLE other (n int)')" >/dev/null
json "check" 4 "q->'error'->>'sqlstate' = 'MG021'" client check --json
