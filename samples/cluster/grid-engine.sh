#!/bin/bash
#$ -N weighted-ensemble -S /bin/bash -cwd -j y
#$ -pe mpi 6
#$ -l h_rt=01:00:00,s_rt=00:58:00,h_vmem=4G
# qsub grid-engine.sh, beside node.sh and in a folder that all nodes see. The parallel environment (-pe) has control_slaves TRUE.
# After s_rt the job gets SIGUSR1: the server begins nothing else, and what runs is finished.
# With GPUs: -l gpu=4, and below WM_RESOURCES=gpu=4 in settings.
program=$HOME/weighted-ensemble/WeightedEnsemble # published with --self-contained, where all nodes see it
arguments=(--out "$PWD/out")

settings=(WM_WORK_MANAGER=zmq WM_ZMQ_COMM_MODE=tcp WM_ZMQ_SERVER_INFO="$PWD/server-$JOB_ID.json")

# The server has no workers of its own: those are of the clients, one on each host, a worker for each slot.
env "${settings[@]}" WM_N_WORKERS=0 "$program" "${arguments[@]}" &
server=$!
while read -r host slots _; do
  (trap '' USR1 && exec qrsh -inherit -nostdin "$host" "$PWD/node.sh" "$program" "${settings[@]}" WM_N_WORKERS="$slots") </dev/null &
done <"$PE_HOSTFILE"

# Signals come to the server as well. They end a wait, and not the server.
trap : USR1 TERM
while wait "$server"; code=$?; kill -0 "$server" 2>/dev/null; do :; done
wait # for the clients
exit "$code"
