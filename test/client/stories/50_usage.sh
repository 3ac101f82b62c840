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
	expect "help $command" 0 "usage: migrate $command*" client help "$command"
done
