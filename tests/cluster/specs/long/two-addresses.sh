# The machines have two networks, and the master's plug is pulled from the first. A node that reads both addresses in the
# server's file tries one after the other, and so does one that is given a name for both and no file.
machines head node1 node2
. ./quick-heartbeats.sh
switch second
number=0
for host in head node1 node2; do cable $host eth1 10.99.0.$((++number)) second; done
pull_plug head
echo "${address[head]} both
10.99.0.1 both" >>"$folder/hosts"

export WM_ZMQ_SECRET_FILE=$folder/secret
start master head WM_N_WORKERS=0 WM_DISPATCH_LOG="$folder/master.log" WM_ZMQ_{TASK,RESULT,ANNOUNCE}_ENDPOINT='tcp://*:0'
until_ 10 "the master listens" test -s "$folder/server.json"
grep -q "${address[head]}:.*10.99.0.1:" <(tr -d '\n' <"$folder/server.json") || fail "the addresses are not both there, in this order: $(cat "$folder/server.json")"
mapfile -t ports < <(sed -nE 's|.*tcp://10.99.0.1:([0-9]+).*|\1|p' "$folder/server.json")
serve node1 WM_N_WORKERS=1
start node2 node2 -u WM_ZMQ_SERVER_INFO WM_ZMQ_MODE=client WM_N_WORKERS=1 WM_ZMQ_TASK_ENDPOINT="tcp://both:${ports[0]}" \
  WM_ZMQ_RESULT_ENDPOINT="tcp://both:${ports[1]}" WM_ZMQ_ANNOUNCE_ENDPOINT="tcp://both:${ports[2]}"

the_run_ends_well 90 node1 node2
