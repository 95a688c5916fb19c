#!/usr/bin/env bash
# The Debian package and the install script, tried in a throw-away overlay of this machine, and
# the service under a real systemd inside it.
set -uo pipefail
[ "$(id -u)" = 0 ] || { echo "FAIL package: installing wants root; run the tests as root"; exit 1; }
packaging/try --build-only || { echo "FAIL package: packaging/try --build-only"; exit 1; }
(cd build && rm -f sapa_*.deb && cpack -G DEB > cpack.log 2>&1) || { tail -n 5 build/cpack.log; echo "FAIL package: cpack"; exit 1; }

folder=$(mktemp -d)
machine=
finish() {
    if [ -n "$machine" ]; then
        disown "$machine"
        kill -9 "$machine"
    fi
    [ -n "${SAPA_KEEP:-}" ] || rm -rf "$folder"
}
trap finish EXIT
mkdir -p "$folder/out"
cp build/sapa_*.deb "$folder/out/sapa.deb"
port=$((20000 + RANDOM % 20000))

status=0
check() { # what, command...
    local what=$1 out
    shift
    if out=$("$@" 2>&1); then echo "ok package: $what"; else
        echo "FAIL package: $what: $(tail -n 2 <<< "$out" | tr '\n' ' ')"
        status=1
    fi
}
inside() { # script: run in a fresh overlay
    unshare --mount --pid --ipc --uts --fork --kill-child tests/package/boot.sh "$folder" /bin/sh -ec "$1"
}

exposure() { # at most 2.0, as the security rules ask
    local level
    level=$(systemd-analyze security --offline=true packaging/systemd/sapa.service 2> /dev/null \
        | sed -nE 's/.*exposure level for sapa.service: ([0-9.]+).*/\1/p')
    echo "exposure is ${level:-unknown}"
    awk -v level="${level:-10}" 'BEGIN { exit !(level <= 2.0) }'
}

check "the unit is well formed" inside "dpkg -i /var/test/sapa.deb > /dev/null && systemd-analyze verify sapa.service"
check "the unit is exposed at most 2.0" exposure
check "the package says what it is" sh -c "dpkg-deb -I '$folder/out/sapa.deb' | grep -q 'Package: sapa'"
check "installs, makes user, key and folder" inside '
    dpkg -i /var/test/sapa.deb
    test "$(stat -c "%U %a" /etc/sapa/root.key)" = "sapa 600"
    test "$(stat -c "%U %a" /var/lib/sapa)" = "sapa 700"
    sapa version'
check "installing again keeps key and settings" inside '
    dpkg -i /var/test/sapa.deb
    echo "SAPA_ARGUMENTS=--listen 127.0.0.1:1" > /etc/sapa/sapa.env
    before=$(cat /etc/sapa/root.key /etc/sapa/sapa.env)
    dpkg --force-confold -i /var/test/sapa.deb
    test "$before" = "$(cat /etc/sapa/root.key /etc/sapa/sapa.env)"'
check "removing keeps data and key, purging says so" inside '
    dpkg -i /var/test/sapa.deb
    touch /var/lib/sapa/kept
    dpkg -r sapa
    dpkg --purge sapa | grep "left in place"
    test -e /etc/sapa/root.key && test -e /var/lib/sapa/kept && ! test -e /usr/bin/sapa'
check "the install script installs and removes" inside "
    cd /var/tree
    packaging/install --no-start
    test -x /usr/bin/sapa && test -f /usr/lib/systemd/system/sapa.service && test -f /etc/sapa/root.key
    packaging/install --remove
    ! test -e /usr/bin/sapa"

# --- a real systemd starts the service
cat > "$folder/out/begin" <<E
#!/bin/sh
dpkg -i /var/test/sapa.deb > /var/test/install.log 2>&1
echo 'SAPA_ARGUMENTS=--listen 127.0.0.1:$port' > /etc/sapa/sapa.env
cat > /etc/systemd/system/sapa-test.target <<X
[Unit]
DefaultDependencies=no
Wants=sapa.service systemd-journald.service
X
mkdir -p /etc/systemd/system/sapa.service.d
printf '[Unit]\nDefaultDependencies=no\nAfter=\n[Service]\nWatchdogSec=3\nStandardOutput=file:/var/test/service.log\nStandardError=file:/var/test/service.log\n' \
    > /etc/systemd/system/sapa.service.d/test.conf
exec /lib/systemd/systemd --system --unit=sapa-test.target --log-target=console --log-level=info
E
chmod 755 "$folder/out/begin" "$folder" "$folder/out"
unshare --mount --pid --ipc --uts --fork --kill-child tests/package/boot.sh "$folder" /var/test/begin > "$folder/systemd.log" 2>&1 &
machine=$!

answers() { # wait until it does
    for _ in $(seq 150); do
        [ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/healthz")" = 200 ] && return 0
        kill -0 "$machine" 2> /dev/null || break
        sleep 0.2
    done
    tail -n 5 "$folder/systemd.log" "$folder/out/service.log" 2> /dev/null
    return 1
}
server() { pgrep -f "^/usr/bin/sapa serve.*:$port" | head -n 1; }
as_its_own_user() { [ "$(stat -c %u "/proc/$(server)")" != 0 ] || { echo "runs as root"; return 1; }; }
has_no_rights() { grep -E '^Cap(Eff|Bnd|Amb):' "/proc/$(server)/status" | awk '$2 != "0000000000000000" { exit 1 }'; }
is_filtered() { grep -qx 'Seccomp:	2' "/proc/$(server)/status"; }
comes_back() {
    local old
    old=$(server)
    kill -9 "$old"
    sleep 1
    answers && [ "$(server)" != "$old" ]
}
goes_on_when_hung_up_on() {
    local old
    old=$(server)
    kill -HUP "$old"
    sleep 1
    [ "$(server)" = "$old" ] && answers && grep -q 'told to read again' "$folder/out/service.log"
}
# Longer than the watchdog waits, three times: a server that makes progress is left alone.
is_left_alone() {
    local old
    old=$(server)
    sleep 9
    [ "$(server)" = "$old" ]
}
is_started_anew_when_stuck() {
    local old
    old=$(server)
    kill -STOP "$old"
    for _ in $(seq 100); do
        [ -n "$(server)" ] && [ "$(server)" != "$old" ] && break
        sleep 0.2
    done
    [ "$(server)" != "$old" ] && answers
}
stops_within_5_s() {
    local start=$SECONDS pid
    pid=$(server)
    kill -TERM "$pid"
    while kill -0 "$pid" 2> /dev/null; do
        [ $((SECONDS - start)) -le 5 ] || { echo "still there after 5 s"; return 1; }
        sleep 0.1
    done
}
check "systemd starts the service and it answers" answers
if [ -n "$(server)" ]; then
    check "it runs as its own user" as_its_own_user
    check "it has no capability" has_no_rights
    check "its system calls are filtered" is_filtered
    check "killed, it comes back" comes_back
    check "hung up on, it reads again and goes on" goes_on_when_hung_up_on
    check "the watchdog leaves a working server alone" is_left_alone
    check "the watchdog starts a stuck one anew" is_started_anew_when_stuck
    check "asked to stop, it stops within 5 s" stops_within_5_s
fi
exit "$status"
