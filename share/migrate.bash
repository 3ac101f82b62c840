# Completion for bash of the client migrate: commands, their options, revisions.
# Source it, or install it as bash-completion's completions/migrate.

_migrate() {
	local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command='' i
	local program=${COMP_WORDS[0]}

	# shellcheck disable=SC2207 # words without blanks
	case $previous in
	-d | --directory)
		COMPREPLY=($(compgen -d -- "$word"))
		return
		;;
	--env-file)
		COMPREPLY=($(compgen -f -- "$word"))
		return
		;;
	--format)
		if [[ " ${COMP_WORDS[*]} " == *" import "* ]]; then
			COMPREPLY=($(compgen -W 'alembic dbmate django flyway golang-migrate goose migrate node-pg-migrate rails sqitch' -- "$word"))
		else
			COMPREPLY=($(compgen -W 'text dot mermaid' -- "$word"))
		fi
		return
		;;
	-m | --message | --rev-id | --version-table | --branch-label | --rename) return ;;
	esac
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		-d | --directory | --env-file) i=$((i + 1)) ;;
		-*) ;;
		*)
			command=${COMP_WORDS[i]}
			break
			;;
		esac
	done
	# shellcheck disable=SC2207
	if [ -z "$command" ] || [ "$command" = help ]; then
		COMPREPLY=($(compgen -W "$("$program" help 2>/dev/null | sed -nE 's/^  ([a-z]+) .*/\1/p')" -- "$word"))
	elif [[ $word == -* ]]; then
		COMPREPLY=($(compgen -W "$("$program" help "$command" 2>/dev/null | grep -oE -- '--[a-z-]+')
			--json --directory --env-file --no-sync --help" -- "$word"))
	else
		case $command in
		import) COMPREPLY=($(compgen -d -- "$word")) ;;
		upgrade | downgrade | deploy | rollback | stamp | plan | rehearse | show | remove | merge | history | sql | lint | revision)
			COMPREPLY=($(compgen -W "head heads base $("$program" history 2>/dev/null </dev/null |
				sed -nE 's/^[^>]*(<base>)? -> ([^ ,]+).*/\2/p')" -- "$word"))
			;;
		esac
	fi
}
complete -F _migrate migrate
