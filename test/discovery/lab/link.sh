# Three hosts with the built-in driver: what RFC 6762 promises, on sockets of the kernel.
agent() { local host=$1 out=$2; shift 2; bg "$host" $AGENT "$@" >"$LAB/$out.out" 2>&1; }
NAME='Größe. 3 \ main'
agent h2 browse browse
BROWSER=$BGPID
LAB_LIFE=4 agent h1 mortal announce Mortal 7100
MORTAL=$BGPID
agent h3 many announce 'Many' 8000 50
MANY=$BGPID
agent h1 first announce "$NAME" 7000
FIRST=$BGPID
until_line "$LAB/browse.out" "up $NAME 7000 10.77.0.1" 20
until_line "$LAB/first.out" "ready $NAME" 15
ok "announced and found, with dots, a backslash and UTF-8 in its name"
agent h3 second announce "$NAME" 7001
SECOND=$BGPID
until_line "$LAB/browse.out" 'up Mortal 7100' 20
kill -KILL $MORTAL; wait $MORTAL 2>/dev/null || true
until_line "$LAB/second.out" "renamed $NAME (2)" 20
until_line "$LAB/browse.out" "up $NAME (2) 7001 10.77.0.3" 15
ok "a conflict renames the later one"
until_line "$LAB/many.out" 'ready Many 0' 20
count_is() { [ "$(grep -c "$1" "$LAB/browse.out")" = "$2" ]; }
until_true 20 'fifty found' count_is '^up Many ' 50
ok "fifty services at once"
agent h3 flood flood "$NAME"
FLOOD=$BGPID
wait $FLOOD || fail "the neighbour could not flood"
kill -0 $BROWSER && kill -0 $FIRST && kill -0 $MANY || fail "a flood ended a process"
on h1 ip addr add 10.77.0.101/24 dev eth0
last_is() { [[ $(grep -F " $1 " "$LAB/browse.out" | tail -n 1) == *" $2 "*"$3"* ]]; }
until_true 20 'the owner puts right what was said in its name, and a new address is announced' last_is "$NAME" 7000 10.77.0.101
! grep -qF "down $NAME 7000" "$LAB/browse.out" || fail "a goodbye that somebody else said was believed"
! grep -q 'up Forged' "$LAB/browse.out" || fail "an address that leads back to oneself was believed"
[ "$(grep -c renamed "$LAB/first.out")" = 0 ] || fail "a forged claim took a name away"
ok "malformed, oversized and spoofed packets end nothing and take nothing away; a new address is announced"
on h1 sysctl -qw net.ipv4.conf.all.promote_secondaries=1 net.ipv4.conf.eth0.promote_secondaries=1
on h1 ip addr del 10.77.0.1/24 dev eth0
is_moved() { last_is "$NAME" 7000 10.77.0.101 && ! last_is "$NAME" 7000 10.77.0.1,; }
until_true 20 'an address that went is taken back' is_moved
ok "a host that changed its address is found at the new one alone"
on h1 ip addr del 10.77.0.101/24 dev eth0
has_only_ipv6() { last_is "$NAME" 7000 fd77::1 && ! last_is "$NAME" 7000 10.77.; }
until_true 20 'a host that has IPv6 alone' has_only_ipv6
ok "a host that has IPv6 alone is found at that"
kill -TERM $SECOND
until_line "$LAB/browse.out" "down $NAME (2)" 15
kill -TERM $MANY
until_true 20 'goodbyes of fifty' count_is '^down Many ' 50
ok "goodbye is noticed"
until_line "$LAB/browse.out" 'down Mortal' 20
ok "kill -9: gone when the life of its records ends"
on h2 ip link set eth0 down
until_line "$LAB/browse.out" "down $NAME 7000" 20
on h2 ip link set eth0 up
on h2 ip addr add fd77::2/64 dev eth0 nodad 2>/dev/null || true
on h2 ip route add 224.0.0.0/4 dev eth0 2>/dev/null || true
until_true 20 'found again after the interface came up' count_is '^up Größe. 3 . main 7000' 2
ok "an interface that goes down and up again"
