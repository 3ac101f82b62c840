# shellcheck shell=bash disable=SC2154,SC2016,SC1003
# Help, and what is typed wrongly.
expect "help" 0 "usage: migrate COMMAND*init *sync *--json*Exit status*" client help
same "help is what comes without a command" "$(client help)" "$(client)"
expect "help on a command" 0 "usage: migrate upgrade \[OPTIONS\] \[TARGET\]*--sql*" client help upgrade
same "the same by an option" "$(client help upgrade)" "$(client upgrade --help)"
expect "the version" 0 "migrate $(sed -n "s/^default_version = '\(.*\)'/\1/p" "$top/migrate.control")" client --version
expect "no such command" 2 "*there is no command frobnicate*" client frobnicate
expect "no such topic" 2 "*there is no command frobnicate*" client help frobnicate
expect "no such option" 2 "*no --frobnicate*" client current --frobnicate
expect "no such short option" 2 "*no option -x*" client current -x
expect "an option of another command" 2 "*current takes no --purge*" client current --purge
expect "an option without its value" 2 "*-m needs a value*" client revision -m
expect "a flag with a value" 2 "*--json takes no value*" client current --json=yes
expect "an argument too many" 2 "*current takes no argument*" client current x
expect "two arguments" 2 "*upgrade takes one argument*" client upgrade x y
expect "show needs its argument" 2 "*show needs REVISION*" client show
expect "sql needs its argument" 2 "*sql needs A:B*" client sql
expect "stamp needs its argument" 2 "*stamp needs TARGET*" client stamp
expect "capture needs a message" 2 "*capture needs -m*" client capture
for command in $(client help | sed -nE 's/^  ([a-z]+) .*/\1/p'); do
	case $command in help) continue ;; esac
	grep -q "^do_$command()" "$top/bin/migrate" || verdict "$command is there" "no do_$command"
	grep -qE "(B|[^a-z])$command\b" "$top/share/migrate.1" || verdict "$command has its place in the manual page" "it has none"
	expect "help $command" 0 "usage: migrate $command*" client help "$command"
done
if command -v mandoc >/dev/null; then
	verdict "the manual page is well formed" "$(mandoc -T lint -W warning "$top/share/migrate.1" 2>&1)"
fi

# completed WORDS..: what bash offers for the last of them
completed() {
	PATH=$top/bin:$PATH bash -c '. "$0/share/migrate.bash"
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_migrate
		echo "${COMPREPLY[*]}"' "$top" "$@"
}
client init --no-sync
client revision -m first --rev-id ae1027a6acf0 >/dev/null
client revision -m second --rev-id 1975ea83b712 --branch-label shop >/dev/null
same "commands are completed" "downgrade drift" "$(completed migrate d | tr ' ' '\n' | grep -v deploy | xargs)"
same "topics of help" "upgrade" "$(completed migrate help up)"
same "options" "--autogenerate" "$(completed migrate revision --auto)"
same "options that all take" "--env-file" "$(completed migrate current --env)"
same "revisions" "ae1027a6acf0" "$(completed migrate upgrade ae)"
same "revisions that follow others" "1975ea83b712" "$(completed migrate --directory x show 19)"
same "targets" "head heads" "$(completed migrate upgrade he)"
same "nothing for a message" "" "$(completed migrate revision -m h)"
same "formats" "dot" "$(completed migrate graph --format d)"
same "formats of other tools" "dbmate django" "$(completed migrate import --format d)"
same "directories to import" "tmp" "$(mkdir tmp && completed migrate import tm)"
