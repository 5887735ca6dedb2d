# A node joins in the middle of a run, and works.
machines head node1 node2
. ./quick-heartbeats.sh
master
serve node1 WM_N_WORKERS=1
until_ 40 "tasks are done" has_done 30
serve node2 WM_N_WORKERS=1

ends master 0 90
are_the_serial_results master
ends node1 0 10
ends node2 0 10
[ "$(results_of node2)" -gt 0 ] || fail "the node that was added did nothing"
every_task_has_one_attempt
