# The built-in driver on host 1 and Avahi on host 2, both ways: first Avahi's tools, then the backend that leaves mDNS to its daemon.
agent() { local host=$1 out=$2; shift 2; bg "$host" $AGENT "$@" >"$LAB/$out.out" 2>&1; }
agent h1 browse browse
agent h1 ours announce 'Ours. ü' 7000
OURS=$BGPID
LAB_BACKEND=avahi agent h2 near browse
until_line "$LAB/browse.out" browsing 20
until_line "$LAB/ours.out" 'ready Ours' 20
bg h2 avahi-browse -p -r _stoalab._tcp >"$LAB/theirs.out" 2>&1
until_line "$LAB/theirs.out" '=;eth0;IPv4;Ours\.\032\195\188;_stoalab._tcp' 20
grep -q '10.77.0.1;7000;.*txtvers=1' "$LAB/theirs.out" || fail "Avahi resolved something else"
ok "Avahi finds and resolves what is announced here"
on h2 avahi-browse -p -t _directory._sub._stoalab._tcp >"$LAB/sub.out" 2>&1
grep -q '+;eth0;IPv4;Ours' "$LAB/sub.out" || fail "Avahi does not find the subtype"
ok "Avahi finds a subtype"
bg h2 avahi-publish -s 'Theirs. é' _stoalab._tcp 7002 path=/x >"$LAB/publish.out" 2>&1; THEIRS=$BGPID
until_line "$LAB/browse.out" 'Theirs. é 7002 10.77.0.2' 20
ok "what Avahi announces is found here"
bg h2 avahi-publish -s 'Ours. ü' _stoalab._tcp 7003 >"$LAB/clash.out" 2>&1
until_line "$LAB/clash.out" "Ours. ü #2" 20
until_line "$LAB/browse.out" 'up Ours. ü #2 7003' 20
ok "Avahi gives way to a name that is announced here"
agent h1 yield announce 'Theirs. é' 7004
LAB_BACKEND=avahi agent h2 daemon announce 'By Avahi. ü' 7005; DAEMON=$BGPID
LAB_BACKEND=avahi agent h2 gives announce 'Ours. ü' 7006
until_line "$LAB/yield.out" 'ready Theirs. é (2)' 20
ok "a name that Avahi announces is given way to"
until_line "$LAB/near.out" 'up Ours. ü 7000' 20
until_line "$LAB/near.out" 'up By Avahi. ü 7005' 20
ok "what others announce is found by the daemon for us"
until_line "$LAB/daemon.out" 'ready By Avahi. ü' 20
until_line "$LAB/browse.out" 'By Avahi. ü 7005 10.77.0.2' 20
ok "what the daemon announces for us is found"
until_line "$LAB/gives.out" 'ready Ours. ü (2)' 20
ok "by the daemon too a name that somebody has is given up"
kill -TERM $THEIRS
kill -KILL $DAEMON
until_line "$LAB/browse.out" 'down Theirs. é' 15
until_line "$LAB/browse.out" 'down By Avahi. ü' 15
ok "the daemon says goodbye for a process that was killed"
kill -TERM $OURS
until_line "$LAB/theirs.out" '-;eth0;IPv4;Ours\.\032\195\188;_stoalab._tcp' 15
until_line "$LAB/near.out" 'down Ours. ü' 15
ok "goodbyes are understood both ways"
stop_daemon h2
until_line "$LAB/browse.out" 'down Ours. ü (2) 7006' 15
until_line "$LAB/near.out" 'down Theirs. é (2) 7004' 15
start_daemon h2
times() { [ "$(grep -cF "$2" "$LAB/$1.out")" -ge "$3" ]; }
until_true 20 'announced again by the new daemon' times browse 'up Ours. ü (2) 7006' 2
until_true 20 'found again by the new daemon' times near 'up Theirs. é (2) 7004' 2
ok "what was announced and looked for by the daemon is so again once it is back"
