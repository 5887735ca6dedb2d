# A node joins in the middle of a run, and works.
machines head node1 node2
. ./quick-heartbeats.sh
master
serve node1 WM_N_WORKERS=1
until_ 40 "node1 works" have_results node1 0
serve node2 WM_N_WORKERS=1

the_run_ends_well 60 node1 node2
