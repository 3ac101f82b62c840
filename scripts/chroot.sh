# shellcheck shell=bash
# chroot.sh: clean Debian systems to build and try things in, for check-all and
# check-package.  Reads lib.sh's say, die and install_packages.  Needs root.

# The Debian release that has a server version.
suite_of() {
	case $1 in
	15) echo bookworm ;;
	17) echo trixie ;;
	18) echo forky ;;
	*) die "no release of Debian is known to have PostgreSQL $1" ;;
	esac
}

need_chroots() {
	[ "$(id -u)" = 0 ] || die "a chroot needs root"
	command -v mmdebstrap >/dev/null || install_packages mmdebstrap
}

# shellcheck disable=SC2016 # dollars for mmdebstrap's shell
# make_root SUITE DIRECTORY PACKAGE..: a minimal system with these packages, in
# which no service starts and no cluster is made.
make_root() {
	local suite=$1 root=$2 log
	shift 2
	log=$(mktemp)
	mmdebstrap --mode=root --variant=apt \
		--aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' \
		--aptopt='Acquire::Check-Valid-Until "false"' --dpkgopt=force-unsafe-io \
		--setup-hook='mkdir -p "$1/etc/postgresql-common" "$1/usr/sbin"' \
		--setup-hook='echo "create_main_cluster = false" >"$1/etc/postgresql-common/createcluster.conf"' \
		--setup-hook='printf "#!/bin/sh\nexit 101\n" >"$1/usr/sbin/policy-rc.d" && chmod +x "$1/usr/sbin/policy-rc.d"' \
		--include="$(IFS=,; echo "$*")" "$suite" "$root" >"$log" 2>&1 || { cat "$log" >&2; die "could not make a $suite"; }
	rm -f "$log"
}

# The headers of a server, without the compilers that their package wants.
add_headers() { # ROOT VERSION
	chroot "$1" sh -ec "cd /tmp; apt-get update -q; apt-get download -q postgresql-server-dev-$2 libpq-dev
		for package in *.deb; do dpkg -x \$package /; done; rm ./*.deb" >/dev/null 2>&1 || die "could not get the headers of PostgreSQL $2"
}

# enter ROOT SCRIPT: runs a script there, in a mount namespace of its own, with a
# /tmp of its own, in which the directory SOURCE, if set, is as "source".
enter() {
	local root=$1 tmp status=0
	tmp=$(mktemp -d "${TMPDIR:-/tmp}/migrate-chroot.XXXXXX")
	chmod 1777 "$tmp"
	if [ -n "${SOURCE:-}" ]; then cp -r "$SOURCE" "$tmp/source"; fi
	# shellcheck disable=SC2016 # for the inner shell
	root=$root tmp=$tmp script=$2 unshare --mount --propagation private bash -euc '
		mount -t proc proc "$root/proc"
		mount --bind /dev "$root/dev"
		mount --bind /dev/pts "$root/dev/pts"
		mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
		mount --bind "$tmp" "$root/tmp"
		exec chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
			HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive TESTS="${TESTS:-}" bash -euc "$script"' || status=$?
	rm -rf --one-file-system "$tmp"
	return "$status"
}
