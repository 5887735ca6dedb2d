# What the guide says, to the letter: three variables, the master in the background, a client on every host of the list.
machines head node1 node2
export WM_WORK_MANAGER=zmq WM_ZMQ_COMM_MODE=tcp WM_ZMQ_SERVER_INFO=$folder/server.json
start master head WM_DISPATCH_LOG="$folder/master.log"
for host in head node1 node2; do serve "$host"; done

ends head 0 60
says head "head has workers of this run already, so this client adds none"
ends master 0 60
are_the_serial_results master
for host in node1 node2; do
  ends "$host" 0 10
  says master "Node $host .* joined: .* 2 workers"
  have_results "$host" 0 || fail "the workers of $host did nothing"
done
for host in head node1 node2; do until_ 10 "no process is left on $host" is_quiet "$host"; done
[ ! -e "$folder/server.json" ] || fail "the server's file is left behind"
every_task_has_one_attempt
