# What a node sends is lost, while it hears all; then the other way round. Either way both give each other up, and when it can
# the node joins again.
needs iptables
machines head node1
. ./quick-heartbeats.sh
export WM_MAX_ATTEMPTS=5
master
serve node1 WM_N_WORKERS=2
until_ 40 "node1 works" have_results node1 0

has_joined() { [ "$(grep -c "Node node1 .* joined" "$folder/master.err")" = "$1" ]; }
has_lost() { [ "$(grep -c "Lost the server" "$folder/node1.err")" = "$1" ]; }
times=0
for way in OUTPUT INPUT; do
  times=$((times + 1))
  had=$(results_of node1)
  on node1 iptables -A "$way" -p tcp -j DROP
  until_ $((limit + 5)) "the master misses node1" eval '[ "$(grep -c "Lost node node1" "$folder/master.err")" = $times ]'
  until_ $((2 * limit + 5)) "node1 misses the master" has_lost $times
  until_ 5 "the workers of node1 end" has_processes node1 1
  on node1 iptables -F
  until_ 20 "node1 joins again" has_joined $((times + 1))
  until_ 20 "node1 works again" have_results node1 $((had + 20))
done

ends master 0 60
are_the_serial_results master
ends node1 0 10
every_task_ends_once
