# Of what goes to a node and back 5 % is lost: nothing comes of it but that it takes longer.
needs /usr/bin/python3
machines head node1 node2
. ./quick-heartbeats.sh
relay node1 0 5
master
serve node1 WM_N_WORKERS=2
serve node2 WM_N_WORKERS=1
the_run_ends_well 120 node1 node2
[ "$(grep -c "Node node1 .* joined" "$folder/master.err")" = 1 ] || fail "node1 did not join once"
[ "$(resent node1)" -gt 10 ] || fail "nothing was lost"
