# A node can't be reached for less than the heartbeat limit: nothing comes of it.
machines head node1
. ./quick-heartbeats.sh
master
serve node1 WM_N_WORKERS=2
until_ 40 "tasks are done" has_done 30

pull_plug node1
sleep $((limit - 3)) # and TCP sends again a second later
put_plug_back node1
ends master 0 90
are_the_serial_results master
ends node1 0 10
every_task_has_one_attempt
! grep -q Lost "$folder"/*.err || fail "somebody was lost"
