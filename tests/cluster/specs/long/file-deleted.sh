# The server's file is deleted in the middle: who is in stays in, who comes later waits for it, and says so.
machines head node1 node2
. ./quick-heartbeats.sh
master
serve node1 WM_N_WORKERS=1
until_ 40 "node1 works" have_results node1 0

rm "$folder/server.json"
serve node2 WM_ZMQ_STARTUP_TIMEOUT=2
ends node2 2 20
says node2 "WM_ZMQ_SERVER_INFO is '$folder/server.json', which is not there"
the_run_ends_well 60 node1
says_not master "Lost"
says_not master "server.json"
