# The master is killed with -9 and started again with the same file, later or at once: a client ends by itself within the
# heartbeat limit, one with WM_ZMQ_RECONNECT=1 serves the next master.
machines head node1 node2
. ./quick-heartbeats.sh
master
serve node1 WM_N_WORKERS=1
serve node2 WM_N_WORKERS=1 WM_ZMQ_RECONNECT=1
until_ 40 "node1 works" have_results node1 0
until_ 40 "node2 works" have_results node2 0

kill_9 master head
ends master 137 5
ends node1 1 $((limit + 5))
says node1 "Lost the server"
until_ 5 "the workers of node1 end" is_quiet node1
until_ $((limit + 5)) "node2 misses the master" has_said node2 "Lost the server"
until_ 5 "the workers of node2 end, and node2 does not" has_processes node2 1
master second
until_ 40 "node2 works for the second master" have_results node2 0 second

kill_9 second head
ends second 137 5
master third # at once: node2 has not missed the second
ends third 0 60
are_the_serial_results third
ends node2 0 10
have_results node2 0 third || fail "node2 did nothing for the third master"
