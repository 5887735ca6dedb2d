#!/bin/bash
#SBATCH --job-name=weighted-ensemble
#SBATCH --nodes=3 --ntasks-per-node=1 --cpus-per-task=2
#SBATCH --time=01:00:00
#SBATCH --signal=B:USR1@120
# sbatch slurm.sh, beside node.sh and in a folder that all nodes see. Two minutes before its time is over (--signal) the server
# begins nothing else, and what runs is finished.
# With GPUs: #SBATCH --gpus-per-node=4, and below WM_RESOURCES=gpu=4 in settings.
program=$HOME/weighted-ensemble/WeightedEnsemble # published with --self-contained, where all nodes see it
arguments=(--out "$SLURM_SUBMIT_DIR/out")

settings=(WM_WORK_MANAGER=zmq WM_ZMQ_COMM_MODE=tcp WM_ZMQ_SERVER_INFO="$SLURM_SUBMIT_DIR/server-$SLURM_JOB_ID.json")

# The server has no workers of its own: those are of the clients, one on each node.
env "${settings[@]}" WM_N_WORKERS=0 "$program" "${arguments[@]}" &
server=$!
srun --cpus-per-task="$SLURM_CPUS_PER_TASK" \
  "$SLURM_SUBMIT_DIR/node.sh" "$program" "${settings[@]}" WM_N_WORKERS="$SLURM_CPUS_PER_TASK" &

# SIGUSR1 comes to this script alone, SIGTERM to the server as well. They end a wait, and not the server.
trap 'kill -USR1 "$server"' USR1
trap : TERM
while wait "$server"; code=$?; kill -0 "$server" 2>/dev/null; do :; done
wait # for the clients
exit "$code"
