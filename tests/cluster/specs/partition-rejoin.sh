# A node that can be reached again after the heartbeat limit joins the run again. WESTRPC_CLUSTER_REJOIN=1 runs it.
[ -n "${WESTRPC_CLUSTER_REJOIN-}" ] || exit 77
machines head node1
. ./quick-heartbeats.sh
master
serve node1 WM_N_WORKERS=2 WM_ZMQ_RECONNECT=1
until_ 40 "tasks are done" has_done 30

is_told() { grep -q "$2" "$folder/$1.err"; }
pull_plug node1
until_ $((limit + 5)) "the master misses node1" is_told master "Lost node node1"
until_ $((limit + 5)) "node1 misses the master" is_told node1 "Lost the server"
put_plug_back node1
until_ 30 "the workers of node1 are back" has_workers node1 4
ends master 0 60
are_the_serial_results master
ends node1 0 10
