#!/bin/bash
# Makes a hosted machine out of the namespaces it is started in (mount, cgroup, network), and becomes its agent. Everything it mounts is private.
# usage: boot.sh HOME_DIRECTORY LOG_DIRECTORY CHECKOUT NODE CA RESOLVER AGENT_ARGUMENT...
set -euo pipefail
home=$1 log=$2 checkout=$3 node=$4 ca=$5 resolver=$6
shift 6

mount -n --make-rprivate /
# The network namespace's own /sys, and only this cgroup below it, as a machine with cgroup v2 alone has it.
mount -n -t sysfs sysfs /sys
mount -n -t cgroup2 cgroup2 /sys/fs/cgroup
mount -n -t bpf bpf /sys/fs/bpf
# A copy, so that accounts, sudo's rules and the CA store of the machine that runs the tests stay as they are.
staging=$(mktemp -d)
mount -n -t tmpfs -o mode=755 tmpfs "$staging"
cp -a /etc/. "$staging"
mount -n --move "$staging" /etc
rmdir "$staging"

# What the runner itself needs is found here whatever is covered below.
harness=/run/harness
staging=$(mktemp -d)
mount -n -t tmpfs -o mode=755 tmpfs "$staging"
mkdir "$staging"/{harness,lock,sudo}
mkdir "$staging"/harness/{checkout,node,home,log}
touch "$staging"/harness/node/node
mount -n --bind "$checkout" "$staging/harness/checkout"
mount -n -o remount,bind,ro "$staging/harness/checkout"
mount -n --bind "$node" "$staging/harness/node/node"
mount -n --bind "$home" "$staging/harness/home"
mount -n --bind "$log" "$staging/harness/log"
cp "$ca" "$staging/harness/world.crt"
mount -n --move "$staging" /run
rmdir "$staging"

mount -n -o remount,bind,ro /
for directory in /home /tmp /var/tmp /var/lib /usr/local/share/ca-certificates; do
  if [ -d "$directory" ]; then mount -n -t tmpfs tmpfs "$directory"; fi
done
chmod 1777 /tmp /var/tmp
mkdir /home/runner
mount -n --move $harness/home /home/runner
mount -n --move $harness/log /var/log
# Of the kernel's settings only those of the network namespace are this machine's.
mount -n --bind /proc/sys/net $harness/log
mount -n --bind /proc/sys /proc/sys
mount -n -o remount,bind,ro /proc/sys
mount -n --move $harness/log /proc/sys/net

runner=/home/runner/actions-runner/cached
for program in Runner.Listener Runner.Worker hosted-compute-agent; do
  mount -n --bind $harness/node/node "$runner/bin/$program"
done
number=$((RANDOM * 1000 + RANDOM))
cp "$(readlink -f /usr/bin/python3)" "/tmp/provjobd$number"

# The authority of the world is one of those that every system knows.
cp $harness/world.crt /usr/local/share/ca-certificates/world.crt
cat $harness/world.crt >>/etc/ssl/certs/ca-certificates.crt
cp $harness/world.crt "/etc/ssl/certs/$(openssl x509 -in $harness/world.crt -noout -hash).0"

rm -f /etc/resolv.conf
printf 'nameserver %s\n' "$resolver" >/etc/resolv.conf
printf '127.0.0.1 localhost %s\n' "$(hostname)" >/etc/hosts

# Accounts and sudo as on the images: uid 1001, groups adm, docker and systemd-journal, no password asked.
sed -i '/^runner:/d; /^[^:]*:[^:]*:1001:/d' /etc/passwd
sed -i '/^runner:/d; /^[^:]*:[^:]*:1001:/d; s/^\(adm:.*:\)\(.\+\)$/\1\2,runner/; s/^\(adm:.*:\)$/\1runner/' /etc/group
sed -i '/^runner:/d' /etc/shadow
echo 'runner:x:1001:1001:,,,:/home/runner:/bin/bash' >>/etc/passwd
echo 'runner:!:20000:0:99999:7:::' >>/etc/shadow
echo 'runner:x:1001:' >>/etc/group
if grep -q '^docker:' /etc/group; then
  sed -i 's/^\(docker:.*:\)\(.\+\)$/\1\2,runner/; s/^\(docker:.*:\)$/\1runner/' /etc/group
else
  echo 'docker:x:118:runner' >>/etc/group
fi
rm -f /etc/sudoers.d/*
echo 'runner ALL=(ALL) NOPASSWD:ALL' >/etc/sudoers.d/runner
chmod 440 /etc/sudoers.d/runner
chown -R 1001:1001 /home/runner

cd /home/runner
exec setpriv --reuid 1001 --regid 1001 --init-groups env -i \
  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/home/runner USER=runner LANG=C.UTF-8 ImageOS=ubuntu24 NODE_USE_SYSTEM_CA=1 \
  "$runner/bin/hosted-compute-agent" $harness/checkout/test/runner/program/agent.ts "/tmp/provjobd$number" "$@"
