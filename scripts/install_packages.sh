#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Install Debian packages as root, without starting or enabling any service and without PostgreSQL's default cluster:
# the project runs its own under var/. What is changed for the time of the installation is put back afterwards.
set -eu

# Celery's processes keep their semaphores in /dev/shm. Debian lets everybody write there; bare systems may not.
case $(stat -c %a /dev/shm 2>/dev/null) in
    *7) ;;
    *) install -d -m 1777 /dev/shm ;;
esac
[ $# -gt 0 ] || exit 0

policy=/usr/sbin/policy-rc.d
clusters=/etc/postgresql-common/createcluster.d
no_cluster=$clusters/sozialplanung.conf
services="postgresql redis-server"
made_policy=no
made_folder=no
new_services=""

log=$(mktemp)

put_back() {
    rm -f "$log"
    rm -f "$no_cluster"
    if [ "$made_policy" = yes ]; then rm -f "$policy"; fi
    # The package may have taken the folder over.
    if [ "$made_folder" = yes ] && ! dpkg -S "$clusters" >/dev/null 2>&1; then
        rmdir -p --ignore-fail-on-non-empty "$clusters" 2>/dev/null || true
    fi
}
trap put_back EXIT
trap 'exit 130' INT TERM HUP

for service in $services; do
    [ -e "/etc/init.d/$service" ] || new_services="$new_services $service"
done
if [ ! -e "$policy" ]; then
    made_policy=yes
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
fi
if [ ! -d "$clusters" ]; then
    made_folder=yes
    mkdir -p "$clusters"
fi
printf "create_main_cluster = false\n" >"$no_cluster"

export DEBIAN_FRONTEND=noninteractive
options="-y -qq --no-install-recommends -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-unsafe-io"
# shellcheck disable=SC2086 # several options, none with a blank
if ! { apt-get update -qq && apt-get install $options "$@"; } >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi

for service in $new_services; do
    if [ -e "/etc/init.d/$service" ]; then
        deb-systemd-helper disable "$service.service" >/dev/null 2>&1 || true
        update-rc.d "$service" disable >/dev/null 2>&1 || true
    fi
done
