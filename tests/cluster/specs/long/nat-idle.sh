# A NAT forgets connections sooner than heartbeats come, while a task runs for long. Master and node notice by the heartbeat limit,
# and the node joins again.
. ./behind-nat.sh
. ./quick-heartbeats.sh
export WM_ZMQ_MASTER_HEARTBEAT=3 WM_ZMQ_WORKER_HEARTBEAT=3 WM_ZMQ_TIMEOUT_FACTOR=3
limit=9
command=("$test_program" hold "$folder/go" 1)
master
serve node1 WM_N_WORKERS=1
until_ 40 "the task runs" has_printed node1 running
until_ $((limit + 5)) "the master misses node1" has_said master "Lost node node1 .*: it said nothing for $limit s"
until_ $((limit + 5)) "node1 misses the master" has_said node1 "Lost the server: it said nothing for $limit s"
[ "$(dropped)" -gt 0 ] || fail "the gate dropped nothing"

until_ 20 "node1 joins again" has_had_workers node1 2
touch "$folder/go"
ends master 0 20
ends node1 0 10
has_printed master "attempts 2" || fail "the task was not begun twice"
