#!/usr/bin/env bash
# A throw-away machine on top of this one: an overlay of / whose changes go away with it, with its
# own processes, mounts and name. Runs INIT inside as process 1.
# Run by tests/groups/50-package.sh as: unshare --mount --pid --ipc --uts --fork --kill-child boot.sh FOLDER INIT...
set -eu
folder=$1
tree=$PWD
shift
mount --make-rprivate /
mkdir -p "$folder/layer" "$folder/root" "$folder/out"
mount -t tmpfs tmpfs "$folder/layer"
mkdir "$folder/layer/upper" "$folder/layer/work"
mount -t overlay overlay -o "lowerdir=/,upperdir=$folder/layer/upper,workdir=$folder/layer/work" "$folder/root"
cd "$folder/root"
mount -t proc proc proc
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs tmpfs tmp
mount -t sysfs -o ro sysfs sys
mount --rbind /dev dev
if [ "$(stat -fc %T /sys/fs/cgroup)" = cgroup2fs ]; then
    mount -t cgroup2 cgroup2 sys/fs/cgroup
else
    mount -t tmpfs tmpfs sys/fs/cgroup
    mkdir sys/fs/cgroup/systemd
    mount -t cgroup -o none,name=systemd,xattr cgroup sys/fs/cgroup/systemd
fi
mkdir -p var/test
mount --bind "$folder/out" var/test
# The tree we are run from, wherever it lies: below /tmp it would be hidden, on another disk missing.
mkdir -p var/tree
mount --bind "$tree" var/tree
mount -o remount,bind,ro var/tree
# Nothing of the host's own services; the tests say what is started.
rm -rf etc/systemd/system/*.wants
# Not chroot: inside one the kernel gives nobody a user namespace, and the service wants its own.
# Shared mounts: systemd mounts a service's credentials in one place and looks in another.
pivot_root . mnt
exec env -i container=sapa-test PATH=/usr/sbin:/usr/bin:/sbin:/bin SHELL=/bin/sh \
    chroot . /bin/sh -c 'umount -l /mnt; mount --make-rshared /; exec "$@"' sh "$@" < /dev/null
