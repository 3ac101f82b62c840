# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # variables are shared with the scripts that read this in
# lib.sh: a private PostgreSQL for quickstart and check.
#
# The server's programs are copied into a tree of their own and the rest of the
# installation is linked there; a server finds its files relative to its own
# program, so an extension installed into that tree (DESTDIR) is seen by the
# private server and by no other.  Nothing here needs rights to, or changes,
# the machine's PostgreSQL installation and clusters.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*"; }
die() { printf 'migrate: %s\n' "$*" >&2; exit 1; }

# Who runs servers: they refuse root.
if [ "$(id -u)" = 0 ]; then server_user=postgres; else server_user=$(id -un); fi

as_server_user() {
	if [ "$(id -u)" = 0 ]; then
		runuser -u "$server_user" -- env -C "${work:-/}" "$@"
	else
		(cd "${work:-/}" && "$@")
	fi
}

have_headers() {
	local makefile
	command -v "$PG_CONFIG" >/dev/null 2>&1 &&
		makefile=$("$PG_CONFIG" --pgxs 2>/dev/null) && [ -f "$makefile" ] &&
		[ -f "$("$PG_CONFIG" --includedir-server)/postgres.h" ]
}

have_server() { have_headers && [ -x "$("$PG_CONFIG" --bindir)/postgres" ]; }

# What each thing but the server is known by, and the package it comes in.
have() {
	case $1 in
	gcc) command -v gcc ;;
	libc6-dev) [ -e /usr/include/stdio.h ] ;;
	python3) command -v python3 ;;
	perl) command -v perl && command -v prove ;;
	libipc-run-perl) perl -MIPC::Run -e 1 ;;
	python3-psycopg2) /usr/bin/python3 -c 'import psycopg2' ;;
	python3-asyncpg) /usr/bin/python3 -c 'import asyncpg' ;;
	python3-fastapi) /usr/bin/python3 -c 'import fastapi' ;;
	python3-greenlet) /usr/bin/python3 -c 'import greenlet' ;;
	python3-sqlalchemy) /usr/bin/python3 -c 'import sqlalchemy' ;;
	node-pg) NODE_PATH=${NODE_PATH:-/usr/share/nodejs} node -e 'require("pg")' ;;
	libpostgresql-jdbc-java) [ -e /usr/share/java/postgresql.jar ] ;;
	default-jdk-headless) command -v javac ;;
	busybox | shellcheck) command -v "$1" ;;
	*) die "nothing is known of $1" ;;
	esac >/dev/null 2>&1
}

# Installs packages on Debian, where we may; says which ones where we may not.
# A server package makes and starts a cluster of its own accord: not for us.
install_packages() {
	local dropin=/etc/postgresql-common/createcluster.d/migrate-no-cluster.conf log status=0
	[ $# -gt 0 ] || return 0
	if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
		die "these packages are missing: $* (as root: apt-get install $*)"
	fi
	say "installing $*"
	log=$(mktemp)
	mkdir -p "${dropin%/*}"
	echo 'create_main_cluster = false' >"$dropin"
	{ apt-get update -q && DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -q --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null || status=$?
	rm -f "$dropin"
	[ "$status" -eq 0 ] || cat "$log" >&2
	rm -f "$log"
	[ "$status" -eq 0 ] || die "could not install $*"
}

# What some tests would use: installed where we may and it can be had; the tests
# that miss it say that they are skipped.
want() {
	local package missing=()
	for package in "$@"; do
		have "$package" || missing+=("$package")
	done
	if [ ${#missing[@]} -eq 0 ] || [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then return 0; fi
	(install_packages "${missing[@]}") >/dev/null 2>&1 && return 0
	# One that cannot be had is no reason to be without the others.
	for package in "${missing[@]}"; do
		(install_packages "$package") >/dev/null 2>&1 || say "$package cannot be installed here"
	done
}

# What the build and a server need; more package names may be given.
# A PG_CONFIG that is given is taken as it is: nothing is installed in its stead.
need() {
	local missing=() package given=${PG_CONFIG:-} debian=/usr/lib/postgresql/15/bin/pg_config
	if [ -z "$given" ]; then
		PG_CONFIG=pg_config
		! [ -x "$debian" ] || PG_CONFIG=$debian
		if ! have_server; then
			PG_CONFIG=$debian
			have_headers || missing+=(postgresql-server-dev-15)
			[ -x "${debian%/*}/postgres" ] || missing+=(postgresql-15)
		fi
	fi
	for package in gcc libc6-dev "$@"; do
		have "$package" || missing+=("$package")
	done
	install_packages "${missing[@]}"
	have_server || die "no server with its headers is found with PG_CONFIG=$PG_CONFIG"
	# The private tree, which comes first in PATH, has a pg_config that tells of itself.
	PG_CONFIG=$(realpath -s "$(command -v "$PG_CONFIG")")
	pg_bin=$("$PG_CONFIG" --bindir)
	pg_share=$("$PG_CONFIG" --sharedir)
	pg_lib=$("$PG_CONFIG" --pkglibdir)
	pgxs_dir=$(dirname "$(dirname "$("$PG_CONFIG" --pgxs)")")
}

# The sources as they stand, without what a build left behind.  Root may work in
# a clone that somebody else owns.
copy_sources() {
	local git=(git -c safe.directory="$top" -C "$top")
	mkdir -p "$work/src"
	if "${git[@]}" rev-parse --git-dir >/dev/null 2>&1; then
		"${git[@]}" ls-files -co --exclude-standard -z |
			(cd "$top" && while IFS= read -r -d '' f; do [ ! -e "$f" ] || printf '%s\0' "$f"; done |
				tar -c --null -T -) | tar -x -C "$work/src"
	else
		tar -c -C "$top" --exclude='*.o' --exclude='*.bc' --exclude='*.so' --exclude=./.git . | tar -x -C "$work/src"
	fi
}

# A tree with the server's programs in it, and everything else linked.
make_tree() {
	root=$work/root
	mkdir -p "$root$pg_bin" "$root$pg_share" "$root$pg_lib" "$work/sock" "$work/out"
	cp -r "$pg_bin/." "$root$pg_bin/"
	cp -rs "$pg_share/." "$root$pg_share/"
	cp -rs "$pg_lib/." "$root$pg_lib/"
	rm -f "$root$pg_lib/migrate.so" "$root$pg_share"/extension/migrate*
}

# Extra arguments go to make.  Bitcode is of no use here and takes half the time.
# shellcheck disable=SC2120
build_and_install() {
	as_server_user make -C "$work/src" -s -j2 PG_CONFIG="$PG_CONFIG" with_llvm=no "$@" all
	as_server_user make -C "$work/src" -s PG_CONFIG="$PG_CONFIG" with_llvm=no install DESTDIR="$root" >/dev/null
}

hand_over() { [ "$(id -u)" != 0 ] || chown -R "$server_user" "$work"; }

server_env() {
	export PGHOST=$work/sock PGPORT=54329 PGUSER=postgres PGDATABASE=postgres
	export PATH="$root$pg_bin:$PATH" LC_ALL=C.UTF-8
	unset PGDATA PGSERVICE PGPASSFILE PGOPTIONS
}

# From here on the private tree's server runs under valgrind.
under_valgrind() {
	local program=$root$pg_bin/postgres
	cp "$VALGRIND" "$work/valgrind.supp"
	mv "$program" "$program.plain"
	cat >"$program" <<-SCRIPT
		#!/bin/sh
		case \$1 in -V | --version) exec "$program.plain" "\$@" ;; esac
		exec valgrind --quiet --leak-check=no --trace-children=yes --suppressions="$work/valgrind.supp" \\
			--error-markers=VALGRINDERROR-BEGIN,VALGRINDERROR-END --log-file="$work/out/valgrind.%p" \\
			"$program.plain" "\$@"
	SCRIPT
	chmod 755 "$program" "$work/valgrind.supp"
}

# Lines for its configuration may be given.
# shellcheck disable=SC2120
start_server() {
	as_server_user initdb -D "$work/data" -A trust -U postgres --locale=C -E UTF8 -N >/dev/null
	as_server_user tee -a "$work/data/postgresql.conf" >/dev/null <<-CONF
		listen_addresses = ''
		unix_socket_directories = '$work/sock'
		port = $PGPORT
		fsync = off
		max_connections = 60
		max_prepared_transactions = 2
		wal_level = logical
	CONF
	[ $# -eq 0 ] || printf '%s\n' "$@" | as_server_user tee -a "$work/data/postgresql.conf" >/dev/null
	[ -z "${VALGRIND:-}" ] || under_valgrind
	as_server_user pg_ctl -D "$work/data" -l "$work/log" -w -t 300 start >/dev/null </dev/null ||
		{ cat "$work/log" >&2; die "the private server did not start"; }
}

stop_server() {
	if [ -e "$work/data/postmaster.pid" ]; then
		as_server_user "${root}$pg_bin/pg_ctl" -D "$work/data" -m immediate -w stop >/dev/null 2>&1 || true
	fi
}

# Where the server of quickstart lives.  The name can be guessed, so what is
# there must be ours.
quickstart_dir() {
	work=${TMPDIR:-/tmp}/migrate-quickstart-$(id -u)
	if [ -L "$work" ] || { [ -e "$work" ] && [ "$(stat -c %U "$work")" != "$server_user" ]; }; then
		die "$work is not a directory of $server_user"
	fi
}

remove_quickstart() {
	local pg_ctl
	pg_ctl=$(find "$work/root" -type f -path '*/bin/pg_ctl' 2>/dev/null | head -n 1)
	if [ -n "$pg_ctl" ] && [ -e "$work/data/postmaster.pid" ]; then
		as_server_user "$pg_ctl" -D "$work/data" -m immediate -w stop >/dev/null 2>&1 || true
	fi
	rm -rf "$work"
}
