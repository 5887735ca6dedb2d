# A NAT passes nothing for 3 s, and has forgotten all connections then. Master and node notice by the heartbeat limit, and the
# node joins again.
. ./behind-nat.sh
. ./quick-heartbeats.sh
master
serve node1 WM_N_WORKERS=2
until_ 40 "node1 works" have_results node1 0
[ "$(dropped)" = 0 ] || fail "the gate dropped something already"

on gate iptables -t raw -A PREROUTING -p tcp -j DROP # not even seen by what remembers connections
sleep 3
on gate iptables -t raw -F
until_ $((limit + 5)) "the master misses node1" has_said master "Lost node node1 .*: it said nothing for $limit s"
until_ $((limit + 5)) "node1 misses the master" has_said node1 "Lost the server: it said nothing for $limit s"
[ "$(dropped)" -gt 0 ] || fail "the gate dropped nothing"
until_ 20 "node1 joins again" has_had_workers node1 4

ends master 0 60
are_the_serial_results master
ends node1 0 10
every_task_ends_once
