# A client is killed with -9: its workers end, and its tasks are given to others.
machines head node1 node2
. ./quick-heartbeats.sh
master
serve node1 WM_N_WORKERS=1
serve node2 WM_N_WORKERS=1
until_ 40 "node1 works" have_results node1 0
until_ 40 "node2 works" have_results node2 0

kill_9 node2 node2
ends node2 137 5
until_ 5 "the workers of node2 end" is_quiet node2
until_ 5 "the master misses node2" has_said master "Lost node node2"
ends master 0 60
are_the_serial_results master
ends node1 0 10
[ "$(count ' attempt=2')" -gt 0 ] || fail "no task was given out again"
