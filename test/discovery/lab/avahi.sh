# The built-in driver and Avahi on one link, both ways.
bg h1 node --import=tsx test/discovery/lab/link-agent.ts browse >"$LAB/browse.out" 2>&1
until_line "$LAB/browse.out" browsing 20
bg h1 node --import=tsx test/discovery/lab/link-agent.ts announce 'Ours. ü' 7000 >"$LAB/ours.out" 2>&1; OURS=$BGPID
until_line "$LAB/ours.out" 'ready Ours' 20
bg h2 avahi-browse -p -r _stoalab._tcp >"$LAB/theirs.out" 2>&1
until_line "$LAB/theirs.out" '=;eth0;IPv4;Ours\.\032\195\188;_stoalab._tcp' 10
grep -q '10.77.0.1;7000;.*txtvers=1' "$LAB/theirs.out" || fail "Avahi resolved something else"
ok "Avahi finds and resolves what is announced here"
on h2 avahi-browse -p -t _directory._sub._stoalab._tcp >"$LAB/sub.out" 2>&1
grep -q '+;eth0;IPv4;Ours' "$LAB/sub.out" || fail "Avahi does not find the subtype"
ok "Avahi finds a subtype"
bg h2 avahi-publish -s 'Theirs. é' _stoalab._tcp 7002 path=/x >"$LAB/publish.out" 2>&1; THEIRS=$BGPID
until_line "$LAB/browse.out" 'up Theirs. é 7002 10.77.0.2' 10
ok "what Avahi announces is found here"
bg h2 avahi-publish -s 'Ours. ü' _stoalab._tcp 7003 >"$LAB/clash.out" 2>&1; CLASH=$BGPID
until_line "$LAB/clash.out" "Ours. ü #2" 10
until_line "$LAB/browse.out" 'up Ours. ü #2 7003' 10
ok "Avahi gives way to a name that is announced here"
bg h1 node --import=tsx test/discovery/lab/link-agent.ts announce 'Theirs. é' 7004 >"$LAB/yield.out" 2>&1
until_line "$LAB/yield.out" 'ready Theirs. é (2)' 20
ok "a name that Avahi announces is given way to"
kill -TERM $THEIRS
until_line "$LAB/browse.out" 'down Theirs. é' 4
kill -TERM $OURS
until_line "$LAB/theirs.out" '-;eth0;IPv4;Ours\.\032\195\188;_stoalab._tcp' 4
ok "goodbyes are understood both ways"
