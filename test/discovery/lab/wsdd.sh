# Debian's wsdd, which answers Probes of Windows and finds devices for Linux, against ours.
command -v wsdd >/dev/null || skip "wsdd is not installed"
TYPE='{http://schemas.xmlsoap.org/ws/2006/02/devprof}Device'
OURS=urn:uuid:11111111-2222-4333-8444-555555555555
bg h1 wsdd -i eth0 -n peer -v -v >"$LAB/host.out" 2>&1
HOST=$BGPID
bg h1 wsdd -i eth0 --discovery --no-host -l 5359 -v -v -v >"$LAB/client.out" 2>&1
until_line "$LAB/host.out" "joined multicast group" 20
until_line "$LAB/client.out" "joined multicast group" 20
bg h2 env LAB_ANNOUNCE=$OURS $WS_AGENT "$TYPE" eth0 >"$LAB/ours.out" 2>&1
AGENT=$BGPID
until_line "$LAB/ours.out" ":5357/" 20
ok "we find wsdd, by its answers to our Probe and Resolve"
until_line "$LAB/client.out" "$OURS on http://10.77.0.2:8000/" 20
ok "wsdd finds us"
bg h2 $STOA discover >"$LAB/seen.out" 2>&1
until_line "$LAB/seen.out" "foreign: Device Computer" 20
kill -TERM $HOST; wait $HOST || true
until_line "$LAB/ours.out" "down urn:uuid:" 20
until_line "$LAB/seen.out" "down  " 20
ok "the Bye of wsdd is heard, and stoa discover lists it when it comes and goes"
kill -TERM $AGENT; wait $AGENT || true
until_line "$LAB/client.out" "Bye" 15
ok "wsdd hears ours"
