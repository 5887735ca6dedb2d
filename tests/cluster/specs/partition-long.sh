# A node can't be reached for longer than the heartbeat limit: its tasks are given to others, its workers end, and what it
# still sends when it can be reached again is of no effect.
machines head node1 node2
. ./quick-heartbeats.sh
master
serve node1 WM_N_WORKERS=2
until_ 40 "tasks are done" has_done 30

is_told() { grep -q "$2" "$folder/$1.err"; }
pull_plug node1
until_ $((limit + 5)) "the master misses node1" is_told master "Lost node node1"
until_ $((limit + 5)) "node1 misses the master" is_told node1 "Lost the server"
ends node1 1 10
until_ 5 "the workers of node1 end" is_quiet node1
put_plug_back node1

serve node2 WM_N_WORKERS=2
ends master 0 90
are_the_serial_results master
ends node2 0 10
[ "$(count ' attempt=2')" -gt 0 ] || fail "no task was given out again"
[ "$(results_of node2)" -gt 0 ] || fail "node2 did nothing"
