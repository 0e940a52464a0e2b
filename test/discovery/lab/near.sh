# A space, a device alone, and a node that lends the device to the space.
stoa() { local host=$1 out=$2; shift 2; bg "$host" env STOA_DISCOVERY_BACKEND="${BACKEND:-builtin}" $STOA "$@" >"$LAB/$out.out" 2>&1; }
call() { on h3 $STOA call unit-converter convert --value 3 --unit km --to mi --space "$SPACE" >"$LAB/call.out" 2>&1; }
SPACE=http://10.77.0.3:7862/spaces/main
BACKEND=off stoa h3 space serve --host 0.0.0.0 --insecure-open-to-network --store memory
stoa h1 device device examples/unit-converter.xml --exclude lo --exec \
  'cat >/dev/null; test "$STOA_METHOD" = convert && printf "<converted xmlns=\"urn:example:units\"><value>1.86</value><unit>mi</unit></converted>"'
DEVICE=$BGPID
until_line "$LAB/space.out" "space main at" 30
until_line "$LAB/device.out" "announced on the local link" 30
BACKEND=builtin stoa h2 seen discover --json
stoa h2 lend lend --to "$SPACE" --exclude lo --every 1s
until_line "$LAB/lend.out" "unit-converter lent" 30
call || fail "the lent device was not called"
grep -q 1.86 "$LAB/call.out" || fail "the command did not answer"
ok "a device without a space is lent to one, and called through it"
partition h1 on
until_line "$LAB/lend.out" "unit-converter cannot be reached" 20
# A call that goes out before its advertisement is stale waits for the device as long as a call may.
sleep 2
is_stale() { ! call && grep -q SERVICE_STALE "$LAB/call.out"; }
until_true 20 'a call of what is cut off says that it is stale' is_stale
ok "cut off, its advertisement is stale and calls say so"
partition h1 off
until_line "$LAB/lend.out" "unit-converter is back" 20
until_true 20 'the device is called again' call
ok "healed, it is renewed and called again"
kill -TERM $DEVICE; wait $DEVICE || true
until_line "$LAB/lend.out" "does not answer" 15
ok "a device that says goodbye is doubted at once"
is_listed() { grep -F '"kind":"service"' "$LAB/seen.out" | grep -F "\"event\":\"$1\"" | grep -qF '"name":"unit-converter"'; }
until_true 20 'the device in the list of what is there' is_listed up
until_true 20 'its going in that list' is_listed down
ok "stoa discover lists the device, with what it is, when it comes and when it goes"
