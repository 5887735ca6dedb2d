#!/bin/bash
#PBS -N weighted-ensemble -S /bin/bash -j oe
#PBS -l select=3:ncpus=2:mpiprocs=1
#PBS -l walltime=01:00:00
# qsub pbs.sh, beside node.sh and in a folder that all nodes see.
# With GPUs: select=3:ncpus=2:mpiprocs=1:ngpus=4, and below WM_RESOURCES=gpu=4 in settings.
cd "$PBS_O_WORKDIR" || exit
program=$HOME/weighted-ensemble/WeightedEnsemble # published with --self-contained, where all nodes see it
arguments=(--out "$PWD/out")
workers=2 walltime=3600 # ncpus, and walltime in seconds

settings=(WM_WORK_MANAGER=zmq WM_ZMQ_COMM_MODE=tcp WM_ZMQ_SERVER_INFO="$PWD/server-$PBS_JOBID.json")

# The server has no workers of its own. PBS gives no sign before a job's end, so the server is told the time of it, as Slurm would:
# two minutes before, it begins nothing else, and what runs is finished.
env "${settings[@]}" WM_N_WORKERS=0 WM_DRAIN_BEFORE_END=120 SLURM_JOB_END_TIME=$(($(date +%s) + walltime)) "$program" "${arguments[@]}" &
server=$!

# A client on each node (Torque: pbsdsh -u). PBS sets OMP_NUM_THREADS to the node's cores, which are not one worker's.
pbsdsh -- "$PWD/node.sh" "$program" -u OMP_NUM_THREADS "${settings[@]}" WM_N_WORKERS="$workers" &

# Signals come to the server as well. They end a wait, and not the server.
trap : TERM
while wait "$server"; code=$?; kill -0 "$server" 2>/dev/null; do :; done
wait # for the clients
exit "$code"
