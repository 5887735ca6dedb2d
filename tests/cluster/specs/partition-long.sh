# A node can't be reached for longer than the heartbeat limit: it is given up and its workers end. When it can be reached
# again it joins again, with new workers, which get the tasks of those.
machines head node1
. ./quick-heartbeats.sh
master
serve node1 WM_N_WORKERS=2
until_ 40 "node1 works" have_results node1 0

pull_plug node1
until_ $((limit + 5)) "the master misses node1" has_said master "Lost node node1 .*: it said nothing for $limit s"
until_ $((limit + 5)) "node1 misses the master" has_said node1 "Lost the server: it said nothing for $limit s"
until_ 5 "the workers of node1 end, and node1 does not" has_processes node1 1
put_plug_back node1
until_ 20 "node1 joins again" has_had_workers node1 4

ends master 0 60
are_the_serial_results master
ends node1 0 10
[ "$(count ' attempt=2')" -gt 0 ] || fail "no task was given out again"
[ "$(grep -c "Node node1 .* joined" "$folder/master.err")" = 2 ] || fail "node1 did not join twice"
every_task_ends_once
nothing_is_taken_from_lost_workers
