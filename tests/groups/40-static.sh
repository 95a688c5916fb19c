#!/usr/bin/env bash
# The one executable: static, small enough, and at home in an empty root.
set -uo pipefail

packaging/try --build-only || { echo "FAIL static: packaging/try --build-only"; exit 1; }
status=0
check() { # what, command...
    local what=$1 out
    shift
    if out=$("$@" 2>&1); then
        echo "ok $what"
    else
        echo "FAIL $what: $(tail -n 1 <<< "$out")"
        status=1
    fi
}

says_static() { file build/sapa | grep -E 'static-pie linked|statically linked'; }
small_enough() {
    strip -o build/sapa.stripped build/sapa
    local bytes
    bytes=$(stat -c %s build/sapa.stripped)
    echo "$bytes bytes stripped"
    [ "$bytes" -le 25000000 ]
}
wants_no_library() { ! readelf -d build/sapa | grep NEEDED; }
names_no_folder_of_ours() { ! strings -n 6 build/sapa.stripped | grep -F "$PWD/"; }

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/etc" "$root/data"
install -m 755 build/sapa "$root/sapa"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
empty=(env -i "$(command -v unshare)" "--root=$root" --map-root-user --user --)
"${empty[@]}" /sapa version > /dev/null 2>&1 || empty=(env -i "$(command -v chroot)" "$root")

# The demo in the empty root: answers, says all it has to say, and stops when asked.
lives_in_empty_root() {
    local port=$((20000 + RANDOM % 20000)) server answer= asked
    "${empty[@]}" /sapa demo --data /data/demo --listen "127.0.0.1:$port" \
        --simulator "127.0.0.1:$((port + 1))" > "$root/log" 2>&1 &
    server=$!
    for _ in $(seq 300); do
        grep -q "Ctrl-C stops" "$root/log" && break
        kill -0 "$server" 2> /dev/null || break
        sleep 0.1
    done
    answer=$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/healthz")
    asked=$SECONDS
    kill "$server" 2> /dev/null
    wait "$server" 2> /dev/null
    [ "$answer" = 200 ] || { tail -n 1 "$root/log"; return 1; }
    [ $((SECONDS - asked)) -lt 5 ] || { echo "stopping took $((SECONDS - asked)) s"; return 1; }
}

check "static: file says so" says_static
check "static: no shared library is asked for" wants_no_library
check "static: at most 25 MB stripped" small_enough
check "static: no path of the build machine inside" names_no_folder_of_ours
check "static: says its version in an empty root" "${empty[@]}" /sapa version
check "static: the demo serves and stops in an empty root" lives_in_empty_root
exit "$status"
