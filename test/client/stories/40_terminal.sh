# shellcheck shell=bash disable=SC2154
# On a terminal: colours and a line of progress; in a pipe, with NO_COLOR and on
# a dumb terminal plain text.
on_terminal() {
	if command -v script >/dev/null; then
		script -qec "$(printf '%q ' "$@")" /dev/null
	else
		python3 -c 'import os, pty, sys
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))' "$@"
	fi
}
terminal() { # what a command prints on a terminal, with its sequences as {33m}, returns as <
	on_terminal "${shell[@]}" "$top/bin/migrate" "$@" </dev/null | sed -E 's/\x1b\[([0-9]*[mK])/{\1}/g; s/\r$//' | tr '\r' '<'
}
client init --no-sync
client revision -m first --rev-id ae1027a6acf0 >/dev/null
client revision -m second --rev-id 1975ea83b712 >/dev/null
expect "progress" 0 "<{K}{1m}\[1/2]{0m} Running upgrade  -> ae1027a6acf0, first<{K}{1m}\[2/2]{0m} Running upgrade ae1027a6acf0 -> 1975ea83b712, second<{K}{32m}upgrade{0m} {33m}ae1027a6acf0{0m} first (*)
{32m}upgrade{0m} {33m}1975ea83b712{0m} second (*)" terminal upgrade
expect "nothing to do" 0 "Nothing to do." terminal upgrade
expect "current" 0 "{33m}1975ea83b712{0m} {32m}(head){0m}" terminal current
expect "history" 0 "ae1027a6acf0 -> {33m}1975ea83b712{0m}{32m} (head){0m}*" terminal history
expect "graph" 0 "\* {33m}1975ea83b712{0m} (head, current) second*" terminal graph
expect "error" 6 "*{31m}ERROR:  Can't locate revision identified by \"zzz1\"{0m}*" terminal upgrade zzz1
expect "json is plain" 0 "\[{\"revision\"*" terminal current --json
NO_COLOR=1 expect "NO_COLOR" 0 "1975ea83b712 (head)" terminal current
TERM=dumb expect "a dumb terminal" 0 "Running downgrade*" terminal downgrade -1
expect "deploy" 0 "<{K}{1m}\[1/1]{0m} Running upgrade*{33m}1975ea83b712{0m}*" terminal deploy
query "SELECT migrate.revision('third', 'SELECT 1/0', '')" >/dev/null
expect "a step that fails" 1 "<{K}{1m}\[1/1]{0m} Running upgrade*<{K}{31m}ERROR:  division by zero*" terminal upgrade
