# Two spaces on two hosts, and a client on a third one that was told of none.
stoa() { local host=$1; shift; on "$host" env HOME="$LAB/$host" XDG_STATE_HOME="$LAB/$host" node --import=tsx src/cli/main.ts "$@"; }
serve() { local host=$1 out=$2; mkdir -p "$LAB/$host"; bg "$host" env HOME="$LAB/$host" node --import=tsx src/cli/main.ts serve --host 0.0.0.0 --insecure-open-to-network --store memory >"$LAB/$out.out" 2>&1; }
mkdir -p "$LAB/h2"
serve h1 one; ONE=$BGPID
serve h3 other; OTHER=$BGPID
until_line "$LAB/one.out" 'announced on the local link' 30
until_line "$LAB/other.out" 'announced on the local link' 30
stoa h2 discover --once >"$LAB/discover.out" 2>&1 || fail "discover found nothing"
grep -q 'main on host1 .*checked' "$LAB/discover.out" && grep -q 'main on host3 .*checked' "$LAB/discover.out" || fail "not both spaces"
ok "a client with no configuration finds both spaces, and checks them"
stoa h2 lookup >"$LAB/lookup.out" 2>&1 || fail "lookup with no address"
grep -q 'using the one found on the local link: http://10.77.0.[13]:7862/spaces/main' "$LAB/lookup.out" || fail "lookup used no space of the link"
ok "lookup with no address speaks to a space on the link"
kill -TERM $OTHER; wait $OTHER || true
stoa h2 discover --once >"$LAB/after.out" 2>&1 || true
grep -q 'main on host1' "$LAB/after.out" && ! grep -q 'main on host3' "$LAB/after.out" || fail "goodbye of a space that stopped"
ok "a space that stops is gone at once, the other one goes on"
