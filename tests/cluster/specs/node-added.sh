# A node joins in the middle of a run, and works.
machines head node1 node2
. ./quick-heartbeats.sh
master
serve node1 WM_N_WORKERS=1
until_ 40 "node1 works" have_results node1 0
serve node2 WM_N_WORKERS=1

ends master 0 60
are_the_serial_results master
ends node1 0 10
ends node2 0 10
have_results node2 0 || fail "the node that was added did nothing"
every_task_has_one_attempt
