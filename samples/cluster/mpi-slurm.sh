#!/bin/bash
#SBATCH --job-name=weighted-ensemble
#SBATCH --nodes=3 --ntasks-per-node=2 --cpus-per-task=1
#SBATCH --time=01:00:00
# sbatch mpi-slurm.sh, in a folder that all nodes see. The first rank is the master. With MPICH the run goes on without a rank that
# dies.
program=$HOME/weighted-ensemble/WeightedEnsemble # published with --self-contained, where all nodes see it
arguments=(--out "$SLURM_SUBMIT_DIR/out")
launcher=(srun --mpi=pmi2 --kill-on-bad-exit=0) # MPICH; with Open MPI: (srun --mpi=pmix)

exec "${launcher[@]}" "$program" --work-manager mpi "${arguments[@]}"
