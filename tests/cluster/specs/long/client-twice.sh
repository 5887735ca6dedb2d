# Two clients on a host: the second adds nothing, and says so. One that is told how many workers adds those, under numbers of
# their own.
machines head node1
. ./quick-heartbeats.sh
master
serve node1 WM_N_WORKERS=1
until_ 40 "node1 works" have_results node1 0
start twin node1 WM_ZMQ_MODE=client
start third node1 WM_ZMQ_MODE=client WM_N_WORKERS=2
ends twin 0 20
says twin "node1 has workers of this run already, so this client adds none"
until_ 20 "node1 has three workers" has_had_workers node1 3

ends master 0 60
are_the_serial_results master
ends node1 0 10
ends third 0 10
[ "$(record | sed -nE 's/.* index=([0-9]+) .*host="node1".*/\1/p' | sort | tr '\n' ' ')" = "0 1 2 " ] ||
  fail "the workers' numbers are not 0, 1 and 2: $(record | grep host=)"
every_task_has_one_attempt
