# The backend `mdns`, on host 2 beside Avahi, with the built-in driver on host 1. Not among the tests, since its package is no dependency: install
# it (npm install --no-save mdns) to run this.
agent() { local host=$1 out=$2; shift 2; bg "$host" $AGENT "$@" >"$LAB/$out.out" 2>&1; }
count_is() { [ "$(grep -c "$1" "$LAB/far.out")" = "$2" ]; }
agent h1 far browse
LAB_BACKEND=mdns agent h2 near browse
agent h1 theirs announce 'Builtin. é' 7001; THEIRS=$BGPID
until_line "$LAB/far.out" browsing 20
until_true 20 'the backend starts' test -s "$LAB/near.out"
! grep -q 'the package mdns is not installed' "$LAB/near.out" || skip "the package mdns is not installed"
until_line "$LAB/near.out" 'up Builtin. é 7001 10.77.0.1' 20
ok "what others announce is found by the package"
LAB_BACKEND=mdns agent h2 ours announce 'By mdns. ü' 7002; OURS=$BGPID
LAB_BACKEND=mdns agent h2 clash announce 'Builtin. é' 7003; CLASH=$BGPID
until_line "$LAB/far.out" 'up By mdns. ü 7002' 20
until_line "$LAB/ours.out" 'ready By mdns. ü' 15
ok "what the package announces is found"
until_line "$LAB/far.out" 'up Builtin. é #2 7003' 20
until_line "$LAB/clash.out" 'ready Builtin. é #2' 15
ok "a name that somebody has is given up, and the new one is told"
LAB_BACKEND=mdns agent h2 many announce 'Many' 8000 50; MANY=$BGPID
until_true 30 'fifty found' count_is '^up Many ' 50
ok "fifty services at once"
kill -KILL $MANY; wait $MANY 2>/dev/null || true
until_true 20 'goodbyes of fifty' count_is '^down Many ' 50
ok "the responder says goodbye for a process that was killed"
kill -TERM $CLASH $THEIRS
until_line "$LAB/far.out" 'down Builtin. é #2 7003' 15
until_line "$LAB/near.out" 'down Builtin. é 7001' 15
ok "goodbyes are understood both ways"
stop_daemon h2
until_line "$LAB/near.out" 'down By mdns. ü 7002' 15
sleep 1
[ "$(wc -l <"$LAB/near.out")" -lt 200 ] && kill -0 $OURS || fail "a responder that ended ended a process, or was told of without end"
ok "a responder that ends is told of once, and ends nothing"
