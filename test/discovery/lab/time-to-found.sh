# How long it takes until something is found, ours and Avahi's in turn, on one link with nothing else on it. Hosts 1 and 3 run the built-in driver,
# host 2 Avahi, whose daemon runs before. Ours is counted from the order to the driver, since a process of Node takes some 200 ms to
# start; theirs from the start of the tool, which takes some 5 ms.
RUNS=${1:-9}
now() { echo $(($(date +%s%N) - START)); }
start() { START=$(date +%s%N); }
wait_for() { until grep -qF -- "$2" "$1" 2>/dev/null; do sleep 0.005; done; }
keep() { echo "$2" >>"$LAB/$1.ms"; }
median() { sort -n "$LAB/$1.ms" | sed -n "$(((RUNS + 1) / 2))p"; }
report() { echo "$1: $(median "$1") ms (least $(sort -n "$LAB/$1.ms" | head -n 1), most $(sort -n "$LAB/$1.ms" | tail -n 1))"; }
browse_by_avahi() {
  start; bg h2 avahi-browse -p -r _stoalab._tcp >"$LAB/$1.out" 2>/dev/null; local browse=$BGPID
  wait_for "$LAB/$1.out" '=;eth0;IPv4;Found'; keep "$2" $(($(now) / 1000000)); kill $browse
}
bg h1 $AGENT both Found 7000 >"$LAB/found.out" 2>&1
until_line "$LAB/found.out" 'ready Found' 20
sleep 2
for run in $(seq "$RUNS"); do
  sleep 1.5
  browse_by_avahi "known$run" browse-avahi-known
  # A daemon that has just started knows nothing; else it answers with what it heard before.
  stop_daemon h2; start_daemon h2
  browse_by_avahi "avahi$run" browse-avahi
  # Nobody says the same to everybody twice in a second.
  sleep 1.5
  bg h3 $AGENT browse >"$LAB/ours$run.out" 2>&1; BROWSE=$BGPID
  until_line "$LAB/ours$run.out" 'up Found' 20
  keep browse-ours "$(sed -n 's/^up Found.* after \(.*\) ms/\1/p' "$LAB/ours$run.out" | head -n 1)"
  kill -TERM $BROWSE; wait $BROWSE || true
  start; bg h2 avahi-publish -s "Theirs $run" _stoalab._tcp 1 >/dev/null 2>&1; PUBLISH=$BGPID
  wait_for "$LAB/found.out" "up Theirs $run"; keep announce-avahi $(($(now) / 1000000)); kill $PUBLISH
  bg h3 $AGENT announce "Ours $run" 2 >"$LAB/announce$run.out" 2>&1; ANNOUNCE=$BGPID
  until_line "$LAB/found.out" "up Ours $run" 20; until_line "$LAB/announce$run.out" ready 5
  keep announce-ours "$(sed -n 's/^ready.* after \(.*\) ms/\1/p' "$LAB/announce$run.out")"
  start; kill -TERM $ANNOUNCE
  wait_for "$LAB/found.out" "down Ours $run"; keep goodbye-ours $(($(now) / 1000000))
done
for each in browse-avahi-known browse-avahi browse-ours announce-avahi announce-ours goodbye-ours; do report "$each"; done
ratio() { awk "BEGIN { printf \"%.2f\", $(median "$1-ours") / $(median "$1-avahi") }"; }
echo "ratio ours to Avahi: browsing $(ratio browse), announcing $(ratio announce)"
echo "load $(cut -d' ' -f1-3 /proc/loadavg)"
