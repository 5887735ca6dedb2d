# What goes to a node and back is 100 ms under way: nothing comes of it but that it takes longer.
needs /usr/bin/python3
machines head node1 node2
. ./quick-heartbeats.sh
relay node1 50 0
master
until_ 10 "the master listens" test -s "$folder/server.json"
port=$(sed -nE 's|.*tcp://10.77.0.1:([0-9]+).*|\1|p' "$folder/server.json" | head -n 1)
begun=$(date +%s%N)
on node1 bash -c ': </dev/tcp/head/'"$port"
took=$((($(date +%s%N) - begun) / 1000000))
[ "$took" -ge 100 ] || fail "there is no delay: the master could be reached in $took ms"

serve node1 WM_N_WORKERS=2
serve node2 WM_N_WORKERS=1
the_run_ends_well 120 node1 node2
says_not master "Lost"
