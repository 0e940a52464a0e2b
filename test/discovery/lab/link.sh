# Two and more hosts with the built-in driver: what RFC 6762 promises, on sockets of the kernel.
agent() { local host=$1 out=$2; shift 2; bg "$host" node --import=tsx test/discovery/lab/link-agent.ts "$@" >"$LAB/$out.out" 2>&1; }
agent h2 browse browse
BROWSER=$BGPID
LAB_LIFE=4 agent h1 mortal announce Mortal 7100
MORTAL=$BGPID
agent h3 many announce 'Many' 8000 50
MANY=$BGPID
until_line "$LAB/browse.out" browsing 20
agent h1 first announce 'Größe. 3 \ main' 7000
FIRST=$BGPID
until_line "$LAB/browse.out" 'up Größe. 3 \ main 7000 10.77.0.1' 20
ok "announced and found, with dots, a backslash and UTF-8 in its name"
until_line "$LAB/first.out" 'ready Größe. 3 \ main' 5
agent h3 second announce 'Größe. 3 \ main' 7001
SECOND=$BGPID
until_line "$LAB/second.out" 'renamed Größe. 3 \ main (2)' 20
until_line "$LAB/browse.out" 'up Größe. 3 \ main (2) 7001 10.77.0.3' 5
ok "a conflict renames the later one"
until_line "$LAB/many.out" 'ready Many 0' 20
sleep 0.5
[ "$(grep -c 'up Many ' "$LAB/browse.out")" = 50 ] || fail "fifty services at once: $(grep -c 'up Many ' "$LAB/browse.out") found"
ok "fifty services at once"
agent h3 flood flood
FLOOD=$BGPID
wait $FLOOD || fail "the neighbour could not flood"
kill -0 $BROWSER && kill -0 $FIRST && kill -0 $MANY || fail "a flood ended a process"
on h1 ip addr add 10.77.0.101/24 dev eth0
until_line "$LAB/browse.out" '10.77.0.101' 6
ok "malformed and oversized packets end nothing; a new address is announced"
kill -TERM $SECOND; wait $SECOND || true
until_line "$LAB/browse.out" 'down Größe. 3 \ main (2)' 4
kill -TERM $MANY; wait $MANY || true
sleep 1.5
[ "$(grep -c 'down Many ' "$LAB/browse.out")" = 50 ] || fail "goodbyes of fifty: $(grep -c 'down Many ' "$LAB/browse.out")"
ok "goodbye is noticed"
on h2 ip link set eth0 down
until_line "$LAB/browse.out" 'down Größe. 3 \ main 7000' 6
on h2 ip link set eth0 up
on h2 ip addr add fd77::2/64 dev eth0 nodad 2>/dev/null || true
on h2 ip route add 224.0.0.0/4 dev eth0 2>/dev/null || true
t=0; until [ "$(grep -c 'up Größe. 3 \\ main 7000' "$LAB/browse.out")" -ge 2 ]; do t=$((t+1)); [ $t -lt 160 ] || fail "not found again after the interface came up"; sleep 0.05; done
ok "an interface that goes down and up again"
kill -KILL $FIRST
until_line "$LAB/browse.out" 'up Mortal' 20
kill -KILL $MORTAL
until_line "$LAB/browse.out" 'down Mortal' 8
ok "kill -9: gone when the life of its records ends"
