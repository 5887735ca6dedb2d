# A node can't be reached for longer than the master's limit, but not than its own: it goes on, and what it sends when it can be
# reached again comes too late. It meets a closed connection, and the node joins again.
needs iptables
machines head node1
. ./quick-heartbeats.sh
start master head WM_N_WORKERS=0 WM_DISPATCH_LOG="$folder/master.log" WM_ZMQ_RESULT_ENDPOINT='tcp://*:7002'
serve node1 WM_N_WORKERS=2 WM_ZMQ_TIMEOUT_FACTOR=30
until_ 40 "node1 works" have_results node1 0
on head iptables -A OUTPUT -p tcp --sport 7002 --tcp-flags RST RST # does nothing but count
resets() { on head iptables -nvxL OUTPUT | awk '/spt:7002/ { print $1 }'; }
late_ones_are_refused() { [ "$(resets)" -gt 0 ]; }

pull_plug node1
until_ $((limit + 5)) "the master misses node1" has_said master "Lost node node1 .*: it said nothing for $limit s"
says_not node1 "Lost"
[ "$(resets)" = 0 ] || fail "the master refused something already"
put_plug_back node1
until_ 10 "what is late comes, and is refused" late_ones_are_refused
until_ 20 "node1 joins again" has_had_workers node1 4
says node1 "Lost the server"

ends master 0 60
are_the_serial_results master
ends node1 0 10
[ "$(count ' attempt=2')" -gt 0 ] || fail "no task was given out again"
every_task_ends_once
nothing_is_taken_from_lost_workers
