#!/usr/bin/env bash
# link-lab.sh: runs a scenario on a little network of hosts, each a namespace of its own, joined by a bridge. As root or as an ordinary
# user, where the kernel gives user namespaces; else it ends with 77. Nothing leaves the lab, and all of it ends with this script.
#
#   [LINK_LAB_COMPILED=FOLDER] link-lab.sh [-n HOSTS] [-a "1 2"] SCENARIO [ARGUMENTS...]
#     -n N       number of hosts (2): h1..hN, with 10.77.0.N/24, fd77::N/64 and a link-local address on eth0
#     -a "1 2"   starts dbus-daemon and avahi-daemon on these hosts; ends with 77 where they are not installed
#
# SCENARIO is a bash file that is sourced, with:
#     on hK COMMAND...          runs it on host K
#     bg hK COMMAND...          starts it there; sets BGPID
#     partition hK on|off       drops the frames of host K while its link stays up
#     wire K NAME SWITCH ADDRESS...   gives host K one more interface, on that switch (made where it is not there), with addresses as 10.78.0.1/24
#     stop_daemon hK, start_daemon hK   ends avahi-daemon there, and starts it again
#     until_line FILE TEXT SECONDS   waits until FILE has a line with TEXT; fails after that time
#     until_true SECONDS WHAT COMMAND...   waits until the command succeeds; fails after that time
#     ok WORDS... / fail WORDS...    reports a step
#     $AGENT, $WS_AGENT, $STOA  command lines (to be split at blanks) of the programs that run on hosts: from their sources, or
#                               from the folder LINK_LAB_COMPILED, where they were compiled
set -euo pipefail
skip() { echo "skip: $*" >&2; exit 77; }
if [ -z "${LINK_LAB_INSIDE:-}" ]; then
  export LINK_LAB_INSIDE=1
  command -v unshare >/dev/null && command -v ip >/dev/null || PATH=$PATH:/usr/sbin:/sbin
  command -v unshare >/dev/null && command -v nsenter >/dev/null && command -v ip >/dev/null || skip "needs unshare, nsenter and ip (util-linux, iproute2)"
  user=; [ "$(id -u)" = 0 ] || user="-U --map-root-user"
  # shellcheck disable=SC2086
  unshare $user -n -m -u -p --fork true 2>/dev/null || skip "this kernel gives no namespaces here (sysctl kernel.apparmor_restrict_unprivileged_userns=0, or run as root)"
  # shellcheck disable=SC2086
  exec unshare $user -n -m -u -p --fork --kill-child --mount-proc --propagation private "$BASH" "$0" "$@"
fi
hosts=2; avahi=
while getopts "n:a:" option; do case $option in n) hosts=$OPTARG ;; a) avahi=$OPTARG ;; *) exit 2 ;; esac; done
shift $((OPTIND - 1))
scenario=$1; shift
export PATH=$PATH:/usr/sbin:/sbin
# What a test runner adds to the processes of its tests is none of the lab's.
unset NODE_OPTIONS "${!_TAPJS@}"
program() { if [ -n "${LINK_LAB_COMPILED:-}" ]; then echo "node $LINK_LAB_COMPILED/$1.js"; else echo "node --import=tsx $1.ts"; fi; }
AGENT=$(program test/discovery/lab/link-agent)
WS_AGENT=$(program test/discovery/lab/ws-agent)
STOA=$(program src/cli/main)
[ -z "$avahi" ] || command -v avahi-daemon >/dev/null || skip "avahi-daemon is not installed"
[ -z "$avahi" ] || command -v dbus-daemon >/dev/null || skip "dbus-daemon is not installed"
LAB=$(mktemp -d); mount -t tmpfs tmpfs "$LAB"
ip link set lo up
ip link add sw0 type bridge mcast_snooping 0 stp_state 0 2>/dev/null || skip "this kernel has no bridges"
ip link set sw0 up
declare -A PID
on() { local host=$1; shift; nsenter -t "${PID[$host]}" -n -m -u -- env -C "$PWD" "$@"; }
bg() { local host=$1; shift; nsenter -t "${PID[$host]}" -n -m -u -- env -C "$PWD" "$@" & BGPID=$!; }
partition() { if [ "$2" = on ]; then ip link set "p${1#h}" nomaster; else ip link set "p${1#h}" master sw0; fi; }
ok() { echo "ok - $*"; }
fail() { echo "not ok - $*"; for file in "$LAB"/*.out; do echo "# $file"; tail -n 12 "$file" | sed 's/^/#   /'; done; exit 1; }
wire() {
  local host=h$1 name=$2 switch=$3 port=$3p$1 address; shift 3
  ip link show "$switch" >/dev/null 2>&1 || { ip link add "$switch" type bridge mcast_snooping 0 stp_state 0; ip link set "$switch" up; }
  ip link add "$port" type veth peer name "$name" netns "${PID[$host]}"
  ip link set "$port" master "$switch" up
  for address in "$@"; do on "$host" ip addr add "$address" dev "$name"; done
  on "$host" ip link set "$name" up
}
until_true() {
  local tries=$(($1 * 20)) what=$2; shift 2
  until "$@"; do
    tries=$((tries - 1)); [ $tries -gt 0 ] || fail "not within the time: $what"
    sleep 0.05
  done
}
until_line() {
  local file=$1 text=$2 tries=$(($3 * 20))
  until grep -qF -- "$text" "$file" 2>/dev/null; do
    tries=$((tries - 1)); [ $tries -gt 0 ] || fail "no line with '$text' in $(basename "$file") within $3 s"
    sleep 0.05
  done
}
for i in $(seq 1 "$hosts"); do
  unshare -n -m -u --propagation private sleep infinity & PID[h$i]=$!
  until [ "$(readlink "/proc/${PID[h$i]}/ns/net" 2>/dev/null)" != "$(readlink /proc/self/ns/net)" ] && [ "$(cat "/proc/${PID[h$i]}/comm")" = sleep ]; do sleep 0.02; done
  ip link add "p$i" type veth peer name eth0 netns "${PID[h$i]}"
  ip link set "p$i" master sw0 up
  on "h$i" sh -ec '
    hostname host$1; mount -t tmpfs tmpfs /run; mkdir -p /run/dbus /run/avahi-daemon
    sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.eth0.accept_dad=0 2>/dev/null || true
    ip link set lo up; ip addr add 10.77.0.$1/24 brd + dev eth0
    ip addr add fd77::$1/64 dev eth0 nodad 2>/dev/null || true
    ip link set eth0 up; ip route add 224.0.0.0/4 dev eth0' sh "$i"
done
start_avahi() {
  local host=$1
  on "$host" sh -ec '
    if ! chown avahi:avahi /run/avahi-daemon 2>/dev/null; then
      for file in passwd group; do { grep -v ^avahi: /etc/$file || true; } > /run/$file; done
      echo "avahi:x:0:0::/:/bin/false" >> /run/passwd; echo "avahi:x:0:" >> /run/group
      mount --bind /run/passwd /etc/passwd; mount --bind /run/group /etc/group
    fi
    cat > /run/dbus/lab.conf <<X
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path=/run/dbus/system_bus_socket</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/></policy></busconfig>
X
    printf "[server]\nhost-name=%s\nratelimit-interval-usec=1000000\nratelimit-burst=1000\n[wide-area]\nenable-wide-area=no\n[publish]\npublish-workstation=no\n[rlimits]\n" "$(hostname)" > /run/avahi-daemon/lab.conf'
  bg "$host" sh -c 'exec dbus-daemon --config-file=/run/dbus/lab.conf --nofork --nopidfile 2>/run/dbus/log'
  until on "$host" test -S /run/dbus/system_bus_socket; do sleep 0.05; done
  start_daemon "$host"
}
start_daemon() {
  bg "$1" avahi-daemon -f /run/avahi-daemon/lab.conf --no-drop-root --no-chroot --no-rlimits --no-proc-title >"$LAB/avahi-$1.out" 2>&1
  until_line "$LAB/avahi-$1.out" "Server startup complete" 20
}
stop_daemon() { on "$1" sh -c 'pid=$(cat /run/avahi-daemon/pid); kill "$pid"; while kill -0 "$pid" 2>/dev/null; do sleep 0.02; done'; }
for i in $avahi; do start_avahi "h$i"; done
# shellcheck disable=SC1090
source "$scenario"
