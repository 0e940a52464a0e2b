# Spaces on hosts 1 and 2. Host 5 is on their link. Host 4 is in two other networks, behind host 3, which routes between them all and on which a
# listener agent answers for both spaces, on the interfaces to host 4 alone. No client has any configuration.
for i in 3 4; do wire "$i" eth1 sw1 "10.78.0.$i/24"; wire "$i" eth2 sw2 "10.79.0.$i/24"; done
on h3 sysctl -qw net.ipv4.ip_forward=1
for i in 1 2; do on "h$i" ip route add 10.78.0.0/24 via 10.77.0.3; done
on h4 ip link set eth0 down; on h4 ip route add 10.77.0.0/24 via 10.78.0.3
stoa() { local host=$1 out=$2; shift 2; mkdir -p "$LAB/$host"; bg "$host" env HOME="$LAB/$host" $STOA "$@" >"$LAB/$out.out" 2>&1; }
looker() { bg h4 $WS_AGENT '{urn:stoa:advertisement:1}space' "$1" >"$LAB/ws-$1.out" 2>&1; }
ONE=http://10.77.0.1:7862/spaces/main; TWO=http://10.77.0.2:7862/spaces/main
STOA_DISCOVERY_SUBTYPES=_printer stoa h1 one serve --host 0.0.0.0 --insecure-open-to-network --store memory
stoa h2 two serve --host 0.0.0.0 --insecure-open-to-network --store memory; SECOND=$BGPID
stoa h5 seen discover
stoa h4 met discover --json
looker eth1; looker eth2
# Somebody else on host 3 listens on the link of the spaces, so that what is asked there reaches that host.
bg h3 env LAB_TYPE=_stoa._tcp,_printer $AGENT browse >"$LAB/other.out" 2>&1
until_line "$LAB/one.out" 'announced on the local link' 30
until_line "$LAB/two.out" 'announced on the local link' 30
stoa h3 listen listen "$ONE" "$TWO" --interface eth1 --interface eth2; LISTENER=$BGPID
is_seen() { grep -q "^up  main on host$1  .*/spaces/main  checked  urn:uuid:" "$LAB/seen.out"; }
until_true 20 'the first space seen on its own link' is_seen 1
until_true 20 'the second space seen on its own link' is_seen 2
ok "a client with no configuration finds both spaces on their own link, and checks them"
until_line "$LAB/other.out" 'up main on host1 7862 10.77.0.1' 15
! grep -q 'up main on host2' "$LAB/other.out" || fail "found by a subtype that it does not have"
ok "a space is found by the subtype that its server was told, another one is not"
id_of() { sed -n "s/^up  main on host$1 .*\(urn:uuid:[0-9a-f-]*\).*/\1/p" "$LAB/seen.out" | head -n 1; }
is_met() { grep -F "\"$1\"" "$LAB/met.out" | grep -F 'checked' | grep -F "http://10.78.0.3:3702/advertisements/" | grep -qF "http://10.79.0.3:3702/advertisements/"; }
for i in 1 2; do until_true 20 "space $i met by the agent, on both interfaces, with the advertisement that the agent gives" is_met "$(id_of $i)"; done
ok "a client in other networks finds both by the agent, on both interfaces, and gets their advertisements from it"
is_told() { grep -qE "^up $(id_of "$1") $2 http://$3:3702/advertisements/" "$LAB/ws-$4.out"; }
for i in 1 2; do
  until_true 20 "space $i told on eth1" is_told $i "http://10.77.0.$i:7862/spaces/main" 10.78.0.3 eth1
  until_true 20 "space $i told on eth2" is_told $i "http://10.77.0.$i:7862/spaces/main" 10.79.0.3 eth2
done
ok "by WS-Discovery the agent tells of both by their URI, and where the advertisement is, with its own address on each interface"
stoa h4 lookup lookup; LOOKUP=$BGPID
wait $LOOKUP || fail "lookup with no address"
until_line "$LAB/lookup.out" 'using the one found on the local link: http://10.77.0.' 1
ok "lookup with no address is led to a space by the agent"
# What is asked for is in the space that was not taken just now.
if grep -qF "link: $ONE" "$LAB/lookup.out"; then OTHER=$TWO; else OTHER=$ONE; fi
stoa h5 put publish examples/unit-converter.xml --lease 5m --space "$OTHER"; wait $BGPID || fail "publish in $OTHER"
stoa h5 chosen lookup --schema examples/want-convert.xsd; wait $BGPID || fail "lookup by schema with no address"
until_line "$LAB/chosen.out" "using the one found on the local link: $OTHER, the nearest that has what is asked for" 1
ok "of two spaces on the link lookup with no address uses the one that has what is asked for"
! grep -q ':3702/' "$LAB/seen.out" || fail "the agent answers on an interface that it was not given"
ok "on the interface that it was not given the agent says nothing"
kill -TERM $LISTENER; wait $LISTENER || true
is_gone() { grep -F '"event":"down"' "$LAB/met.out" | grep -qF "\"$1\""; }
for i in 1 2; do until_true 20 "goodbye for space $i" is_gone "$(id_of $i)"; done
until_line "$LAB/ws-eth1.out" "down $(id_of 1)" 15
# How long a client looks is proved on a virtual clock; here it takes as long as programs take to start.
START=$(date +%s)
stoa h4 late lookup; LATE=$BGPID
stoa h4 nothing discover --once; NOTHING=$BGPID
stoa h4 known lookup --space "$TWO"; KNOWN=$BGPID
wait $KNOWN || fail "a known space does not go on without the agent"
! wait $LATE || fail "a new client found a space without the agent"
! wait $NOTHING || fail "a new client discovered something without the agent"
[ $(($(date +%s) - START)) -le 60 ] || fail "that nothing is found took $(($(date +%s) - START)) s"
until_line "$LAB/nothing.out" 'nothing found' 1
ok "the agent stopped: known spaces go on, and new clients find nothing in bounded time"
kill -TERM $SECOND
until_line "$LAB/seen.out" 'down  main on host2' 15
! grep -q 'down  main on host1' "$LAB/seen.out" || fail "the space that goes on was taken for gone"
ok "a space that stops is gone at once, the other one goes on"
