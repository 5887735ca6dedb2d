#!/bin/bash
# ./ssh.sh HOST..., beside node.sh and in a folder that all hosts see, with a key that needs no password. kill -USR1 of this
# process: it begins nothing else, and what runs is finished.
program=$HOME/weighted-ensemble/WeightedEnsemble # published with --self-contained, where all hosts see it
arguments=(--out "$PWD/out")

settings=(WM_WORK_MANAGER=zmq WM_ZMQ_COMM_MODE=tcp WM_ZMQ_SERVER_INFO="$PWD/server-$$.json")

# A client on each host brings a worker for each core; the server, which this script becomes, has none of its own.
for host in "$@"; do
  ssh -n -o BatchMode=yes "$host" "$(printf '%q ' "$PWD/node.sh" "$program" "${settings[@]}")" &
done
exec env "${settings[@]}" WM_N_WORKERS=0 "$program" "${arguments[@]}"
