# From the start of a process that browses to the line with what it found, the same link and the same announcements, Avahi's tool and ours in turn.
bg h1 $AGENT announce Found 7000 >"$LAB/found.out" 2>&1
until_line "$LAB/found.out" 'ready Found' 20
sleep 2
for run in 1 2 3 4 5; do
  on h2 bash -c 's=$(date +%s%N); avahi-browse -p -r _stoalab._tcp | grep -m1 -q "^=.*Found" ; echo "avahi-browse, daemon running: $((($(date +%s%N) - s) / 1000000)) ms"' || true
  on h1 pkill -x avahi-browse 2>/dev/null || true
  bg h3 $AGENT browse >"$LAB/ours$run.out" 2>&1; OURS=$BGPID
  until_line "$LAB/ours$run.out" 'up Found' 20
  echo "ours, from browse: $(sed -n 's/^up Found.* after //p' "$LAB/ours$run.out" | head -1)"
  kill -TERM $OURS; wait $OURS || true
done
# Announcing: from the order to the line of a browser that runs already.
bg h3 $AGENT browse >"$LAB/watch.out" 2>&1
until_line "$LAB/watch.out" 'up Found' 20
for run in 1 2 3 4 5; do
  s=$(date +%s%N); bg h2 avahi-publish -s "Theirs $run" _stoalab._tcp 1 >/dev/null 2>&1; A=$BGPID
  until grep -q "up Theirs $run" "$LAB/watch.out"; do sleep 0.01; done
  echo "avahi-publish to found: $((($(date +%s%N) - s) / 1000000)) ms"; kill $A
  bg h1 $AGENT announce "Ours $run" 2 >"$LAB/a$run.out" 2>&1; B=$BGPID
  until grep -q "up Ours $run" "$LAB/watch.out"; do sleep 0.01; done
  echo "ours: $(grep 'ready' "$LAB/a$run.out" || echo pending)"; kill $B
done
