# The backend `avahi`, over D-Bus, with the built-in driver on the other host.
agent() { local host=$1 out=$2; shift 2; bg "$host" env LAB_BACKEND="$BACKEND" node --import=tsx test/discovery/lab/link-agent.ts "$@" >"$LAB/$out.out" 2>&1; }
BACKEND=builtin agent h1 far browse
until_line "$LAB/far.out" browsing 20
BACKEND=avahi agent h2 near browse
until_line "$LAB/near.out" browsing 20
BACKEND=avahi agent h2 ours announce 'By Avahi. ü' 7000; OURS=$BGPID
BACKEND=builtin agent h1 theirs announce 'Builtin. é' 7001; THEIRS=$BGPID
until_line "$LAB/ours.out" 'ready By Avahi. ü' 20
until_line "$LAB/far.out" 'up By Avahi. ü 7000 10.77.0.2' 10
ok "what the daemon announces for us is found"
until_line "$LAB/near.out" 'up Builtin. é 7001' 20
until_line "$LAB/near.out" 'up By Avahi. ü 7000' 20
ok "what others announce is found by the daemon for us"
BACKEND=avahi agent h2 clash announce 'Builtin. é' 7002
until_line "$LAB/clash.out" 'ready Builtin. é (2)' 20
ok "a name that somebody has is given up"
kill -KILL $OURS
until_line "$LAB/far.out" 'down By Avahi. ü' 5
ok "the daemon says goodbye for a process that was killed"
kill -TERM $THEIRS
until_line "$LAB/near.out" 'down Builtin. é' 5
ok "a goodbye is told"
