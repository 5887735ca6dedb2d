# A node can't be reached for longer than the master's limit, but not than its own, and does not hear that it was given up: it
# goes on, and what it sends when it can be reached again comes too late. The master takes none of it; the node joins again.
needs iptables
machines head node1
. ./quick-heartbeats.sh
start master head WM_N_WORKERS=0 WM_DISPATCH_LOG="$folder/master.log" WM_ZMQ_TASK_ENDPOINT='tcp://*:7001'
serve node1 WM_N_WORKERS=2 WM_ZMQ_TIMEOUT_FACTOR=30
until_ 40 "node1 works" have_results node1 0

pull_plug node1
until_ $((limit + 5)) "the master misses node1" has_said master "Lost node node1 .*: it said nothing for $limit s"
says_not node1 "Lost"
on node1 iptables -A INPUT -p tcp --sport 7001 -j DROP
put_plug_back node1
until_ 10 "what is late comes, and is refused" has_said master "Refused a connection from ${address[node1]}.*: What came .* is not WestRpc.s"
on node1 iptables -F
until_ 20 "node1 joins again" has_had_workers node1 4
says node1 "Lost the server"

ends master 0 60
are_the_serial_results master
ends node1 0 10
[ "$(count ' attempt=2')" -gt 0 ] || fail "no task was given out again"
every_task_ends_once
nothing_is_taken_from_lost_workers
