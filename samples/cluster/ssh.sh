#!/bin/bash
# ./ssh.sh HOST..., beside node.sh and in a folder that all hosts see, with a key that needs no password. kill -USR1 of this
# process: the server begins nothing else, and what runs is finished.
program=$HOME/weighted-ensemble/WeightedEnsemble # published with --self-contained, where all hosts see it
arguments=(--out "$PWD/out")

settings=(WM_WORK_MANAGER=zmq WM_ZMQ_COMM_MODE=tcp WM_ZMQ_SERVER_INFO="$PWD/server-$$.json")

# The server has no workers of its own: those are of the clients, one on each host, a worker for each core.
env "${settings[@]}" WM_N_WORKERS=0 "$program" "${arguments[@]}" &
server=$!
for host in "$@"; do
  ssh -n -o BatchMode=yes "$host" "$(printf '%q ' "$PWD/node.sh" "$program" "${settings[@]}")" &
done

# Signals are passed on. They end a wait, and not the server.
trap 'kill -USR1 "$server"' USR1
trap 'kill -TERM "$server"' TERM
while wait "$server"; code=$?; kill -0 "$server" 2>/dev/null; do :; done
wait # for the clients
exit "$code"
