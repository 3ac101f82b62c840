# shellcheck shell=bash disable=SC2154,SC2016,SC1003
# .env, DATABASE_URL and libpq's variables; where a password is and where not.
query "CREATE EXTENSION migrate" >/dev/null
host=$PGHOST port=$PGPORT user=$PGUSER
encoded=${host//\//%2F}

# A psql that tells what it was called with, and then is psql.
mkdir -p "$work/spy"
cat >"$work/spy/psql" <<-SPY
	#!/bin/sh
	printf '%s\n' "\$@" >>"$work/spy/arguments"
	env | grep -E '^PG(PASSWORD|HOST|PORT|USER|DATABASE)=' >"$work/spy/environment"
	exec "$(command -v psql)" "\$@"
SPY
chmod +x "$work/spy/psql"

# spied NAME PATTERN_OF_ENVIRONMENT COMMAND..: it works, and the password "pa ss'w%rd" is in no argument
spied() {
	local name=$1 pattern=$2
	shift 2
	rm -f "$work"/spy/arguments "$work"/spy/environment
	expect "$name" 0 "" env -u PGHOST -u PGPORT -u PGUSER -u PGDATABASE PATH="$work/spy:$PATH" "$@"
	# shellcheck disable=SC2053 # it is a pattern
	[[ $(sort "$work/spy/environment") == $pattern ]] && pattern=
	verdict "$name: what psql finds" "${pattern:+$(cat "$work/spy/environment")}"
	verdict "$name: no password among the arguments" "$(grep -n "w%rd\|w%25rd" "$work/spy/arguments")"
}
run=("${shell[@]}" "$top/bin/migrate" current)

cat >.env <<-ENV
	# the project's
	POSTGRES_USER=$user
	export POSTGRES_PASSWORD="pa ss'w%rd"   # secret
	POSTGRES_HOST = '$host'
	POSTGRES_PORT=$port # as everywhere
	POSTGRES_DB=client
	PATH=/nowhere
	OTHER=\$(touch hacked)
ENV
spied ".env" "PGDATABASE=client*PGHOST=$host*PGPASSWORD=pa ss'w%rd*PGPORT=$port*PGUSER=$user" "${run[@]}"
printf 'POSTGRES_DB=nowhere\r\n' >other.env
expect "another file" 3 "*nowhere*" env -u PGDATABASE "${run[@]}" --env-file other.env
expect "a file that is not there" 2 "*can't read none.env*" "${run[@]}" --env-file none.env
expect "the environment comes before .env" 3 "*elsewhere*" env POSTGRES_DB=elsewhere "${run[@]}"
verdict "a file is not run" "$(ls hacked 2>/dev/null)"
rm .env
for url in "postgresql://$user:pa%20ss%27w%25rd@/client?host=$encoded&port=$port" \
	"postgres://$user@/client?host=$encoded&port=$port&password=pa%20ss%27w%25rd" \
	"postgresql+asyncpg://$user:pa%20ss%27w%25rd@/client?ssl=prefer&host=$encoded&port=$port" \
	"postgresql://$user:pa ss'w%25rd@$encoded:$port/client"; do
	spied "DATABASE_URL ${url%%:*} ${url##*\?}" "PGPASSWORD=pa ss'w%rd" env DATABASE_URL="$url" "${run[@]}"
done
expect "DATABASE_URL comes first" 3 "*nowhere*" env DATABASE_URL="postgresql://$user@/nowhere?host=$encoded&port=$port" POSTGRES_DB=client "${run[@]}"
expect "no URL of PostgreSQL" 2 "*DATABASE_URL*" env DATABASE_URL=mysql://x/y "${run[@]}"
expect "a password that would show" 2 "*sslpassword*" env DATABASE_URL='postgresql://h/d?sslpassword=x' "${run[@]}"
printf 'DATABASE_URL="postgresql://%s@/client?host=%s&port=%s"' "$user" "$encoded" "$port" >.env
spied "DATABASE_URL in .env, without a line end" "" "${run[@]}"
rm .env
expect "no server" 3 "*" env PGHOST=/nonexistent "${run[@]}"
expect "no psql" 3 "*psql is not installed*" env PATH=/nonexistent "$(command -v "${shell[0]}")" "${shell[@]:1}" "$top/bin/migrate" current
same "who we are" migrate "$(query "SELECT migrate.revision('x', '', '')" >/dev/null; client upgrade >/dev/null; query 'SELECT application_name FROM migrate.log')"

# Arguments are data.
for nasty in "'; DROP TABLE x; --" '$$' '\' '`touch hacked`' '$(touch hacked)' ":'PGUSER'" '--' 'a
b' '%s' ''; do
	client revision --no-sync -m "x$nasty" >/dev/null
	same "a message with $nasty" "x$nasty" "$(query 'SELECT message FROM migrate.revisions ORDER BY created_at DESC LIMIT 1')"
	[ -z "$nasty" ] || expect "a target $nasty" '[16]' "*ERROR:*" client upgrade -- "$nasty"
done
verdict "nothing was run" "$(ls hacked 2>/dev/null)"
