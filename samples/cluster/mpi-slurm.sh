#!/bin/bash
#SBATCH --job-name=weighted-ensemble
#SBATCH --nodes=3 --ntasks-per-node=2 --cpus-per-task=1
#SBATCH --time=01:00:00
#SBATCH --no-kill
# sbatch mpi-slurm.sh, in a folder that all nodes see. The first rank is the master. The run goes on without a rank that dies.
program=$HOME/weighted-ensemble/WeightedEnsemble # published with --self-contained, where all nodes see it
arguments=(--out "$SLURM_SUBMIT_DIR/out")
launcher=(mpirun --enable-recovery --bind-to none) # Open MPI; with MPICH: (srun --mpi=pmi2 --kill-on-bad-exit=0 --no-kill)

exec "${launcher[@]}" "$program" --work-manager mpi "${arguments[@]}"
