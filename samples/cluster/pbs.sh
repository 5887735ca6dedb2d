#!/bin/bash
#PBS -N weighted-ensemble -S /bin/bash -j oe
#PBS -l select=3:ncpus=2:mpiprocs=1
#PBS -l walltime=01:00:00
# qsub pbs.sh, beside node.sh and in a folder that all nodes see.
# With GPUs: select=3:ncpus=2:mpiprocs=1:ngpus=4, and below WM_RESOURCES=gpu=4 in settings.
cd "$PBS_O_WORKDIR" || exit
program=$HOME/weighted-ensemble/WeightedEnsemble # published with --self-contained, where all nodes see it
arguments=(--out "$PWD/out")
workers=2 drain_after=58m # ncpus; and walltime less what tasks may take to end

settings=(WM_WORK_MANAGER=zmq WM_ZMQ_COMM_MODE=tcp WM_ZMQ_SERVER_INFO="$PWD/server-$PBS_JOBID.json")

# A client on each node brings its workers (Torque: pbsdsh -u); PBS sets OMP_NUM_THREADS to the node's cores, not a worker's. The
# server, which this script becomes, has no workers of its own.
pbsdsh -- "$PWD/node.sh" "$program" -u OMP_NUM_THREADS "${settings[@]}" WM_N_WORKERS="$workers" &
(sleep "$drain_after" && kill -USR1 $$) &
exec env "${settings[@]}" WM_N_WORKERS=0 "$program" "${arguments[@]}"
