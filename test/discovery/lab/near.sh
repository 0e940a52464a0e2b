# A space, an agent that answers for it on two networks, a device alone, and a node that lends the device to the space.
stoa() { local host=$1 out=$2; shift 2; bg "$host" env -u STOA_LAB_INSIDE STOA_DISCOVERY_BACKEND="${BACKEND:-builtin}" node --import=tsx src/cli/main.ts "$@" >"$LAB/$out.out" 2>&1; }
looker() { local host=$1 out=$2; shift 2; bg "$host" node --import=tsx test/discovery/lab/ws-agent.ts "$@" >"$LAB/$out.out" 2>&1; }
call() { on h3 node --import=tsx src/cli/main.ts call unit-converter convert --value 3 --unit km --to mi --space "$SPACE" >"$LAB/call.out" 2>&1; }
SPACE=http://10.77.0.3:7862/spaces/main
ip link add sw1 type bridge mcast_snooping 0 stp_state 0; ip link set sw1 up
for i in 2 3; do
  ip link add "q$i" type veth peer name eth1 netns "${PID[h$i]}"
  ip link set "q$i" master sw1 up
  on "h$i" ip addr add "10.78.0.$i/24" dev eth1; on "h$i" ip link set eth1 up
done
BACKEND=off stoa h3 space serve --host 0.0.0.0 --insecure-open-to-network --store memory
SERVER=$BGPID
stoa h1 device device examples/unit-converter.xml --exclude lo --exec \
  'cat >/dev/null; test "$STOA_METHOD" = convert && printf "<converted xmlns=\"urn:example:units\"><value>1.86</value><unit>mi</unit></converted>"'
DEVICE=$BGPID
looker h1 near '{urn:stoa:advertisement:1}space' eth0
looker h3 other '{urn:stoa:advertisement:1}space' eth1
until_line "$LAB/space.out" "space main at" 30
until_line "$LAB/near.out" looking 30
until_line "$LAB/other.out" looking 30
stoa h2 listen listen "$SPACE" --exclude lo
LISTENER=$BGPID
until_line "$LAB/listen.out" "answering for main at $SPACE" 30
until_line "$LAB/near.out" "$SPACE http://10.77.0.2:3702/advertisements/" 5
until_line "$LAB/other.out" "$SPACE http://10.78.0.2:3702/advertisements/" 5
ok "an agent answers for a space on two networks, each with its own address there"
on h1 env -u STOA_LAB_INSIDE HOME="$LAB" node --import=tsx src/cli/main.ts lookup >"$LAB/lookup.out" 2>&1 || fail "lookup with no address"
grep -q "using the one found on the local link: $SPACE" "$LAB/lookup.out" || fail "the agent did not lead to the space: $(cat "$LAB/lookup.out")"
ok "a client with no configuration is led to the space by the agent"
until_line "$LAB/device.out" "announced on the local link" 30
stoa h2 lend lend --to "$SPACE" --exclude lo --every 1s
until_line "$LAB/lend.out" "unit-converter lent" 30
call || fail "the lent device was not called"
grep -q 1.86 "$LAB/call.out" || fail "the command did not answer"
ok "a device without a space is lent to one, and called through it"
kill -TERM $LISTENER; wait $LISTENER || true
until_line "$LAB/near.out" "down " 4
until_line "$LAB/other.out" "down " 4
call || fail "the space does not go on without the agent"
ok "the agent says goodbye, and the space goes on"
partition h1 on
until_line "$LAB/lend.out" "unit-converter cannot be reached" 20
sleep 2
if call; then fail "a device that is cut off answered"; fi
grep -q SERVICE_STALE "$LAB/call.out" || fail "no defined problem: $(cat "$LAB/call.out")"
ok "cut off, its advertisement is stale and calls say so"
partition h1 off
until_line "$LAB/lend.out" "unit-converter is back" 20
sleep 1
call || fail "the device is not called again: $(cat "$LAB/call.out")"
ok "healed, it is renewed and called again"
kill -TERM $DEVICE; wait $DEVICE || true
until_line "$LAB/lend.out" "does not answer" 5
ok "a device that says goodbye is doubted at once"
kill -TERM $SERVER; wait $SERVER || true
