# Two switches with two hosts each, and a cable between them that breaks and is mended. Names live for 3 seconds, so that what is gone is seen.
export LAB_LIFE=3
ip link add sw1 type bridge mcast_snooping 0 stp_state 0
ip link add t0 type veth peer name t1
ip link set t0 master sw0; ip link set t1 master sw1
ip link set p3 master sw1; ip link set p4 master sw1
for each in sw1 t0 t1; do ip link set $each up; done
agent() { local host=$1 out=$2; shift 2; bg "$host" $AGENT "$@" >"$LAB/$out.out" 2>&1; }
# What a host sees now, `name port`, sorted, with commas between.
sight() {
  awk '{ name = $2; for (at = 3; at < NF - 4; at++) name = name " " $at }
    $1 == "up" || $1 == "changed" { port[name] = $(NF - 4) } $1 == "down" { delete port[name] }
    END { for (name in port) print name, port[name] }' "$LAB/$1.out" | LC_ALL=C sort | paste -sd,
}
sees() { [ "$(sight "$1")" = "$2" ]; }
all_see() { local seconds=$1 what=$2 host; shift 2; for host in "$@"; do until_true "$seconds" "$host sees $what" sees "$host" "$what"; done; }
agent h1 one both Left 7001
agent h2 two browse
agent h3 three both Right 7003
agent h4 four browse
all_see 20 'Left 7001,Right 7003' one two three four
ok "joined: everybody sees both"
ip link set t0 down
all_see 30 'Left 7001' one two
all_see 30 'Right 7003' three four
ok "apart: each side sees its own"
agent h1 first announce Same 7011
agent h3 second announce Same 7013
until_line "$LAB/first.out" 'ready Same after' 20
until_line "$LAB/second.out" 'ready Same after' 20
ok "apart: both sides take the same name"
ip link set t0 up
is_resolved() { [ "$(cat "$LAB/first.out" "$LAB/second.out" | grep -c 'renamed Same (2)')" = 1 ]; }
until_true 20 'one of two takes another name' is_resolved
if grep -q renamed "$LAB/first.out"; then SAME='Same (2) 7011,Same 7013'; else SAME='Same (2) 7013,Same 7011'; fi
all_see 20 "Left 7001,Right 7003,$SAME" one two three four
sleep 1
for host in one two three four; do sees "$host" "Left 7001,Right 7003,$SAME" || fail "$host sees $(sight "$host")"; done
[ "$(cat "$LAB/first.out" "$LAB/second.out" | grep -c renamed)" = 1 ] || fail "renamed more than once"
ok "healed: both sides see each other, nothing twice, and one of two of the same name has taken another one"
