# The master is killed with -9 while a task waits for an external program: the node, its worker and that program end.
machines head node1
. ./quick-heartbeats.sh
command=("$test_program" fault orphan "$folder/external.pid")
master
serve node1 WM_N_WORKERS=1
until_ 40 "the task has started its program" test -s "$folder/external.pid"
until_ 5 "the program runs" has_processes node1 4 # client, worker, shell and sleep

kill_9 master head
ends master 137 5
ends node1 1 $((limit + 5))
says node1 "Lost the server"
until_ 5 "the worker and its program end" is_quiet node1
