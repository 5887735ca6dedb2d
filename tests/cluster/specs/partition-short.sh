# A node can't be reached for less than the heartbeat limit: nothing comes of it but that it takes longer.
machines head node1
. ./quick-heartbeats.sh
master
serve node1 WM_N_WORKERS=2
until_ 40 "node1 works" have_results node1 0

pull_plug node1
sleep $((limit - 3)) # and TCP sends again a second later
put_plug_back node1
the_run_ends_well 60 node1
[ "$(longest_pause)" -ge $((limit - 3)) ] || fail "the plug was not pulled: no two results are $((limit - 3)) s apart"
says_not master "Lost"
says_not node1 Lost
