#!/bin/bash
#$ -N weighted-ensemble -S /bin/bash -cwd -j y
#$ -pe mpi 6
#$ -l h_rt=01:00:00,h_vmem=4G
# qsub mpi-grid-engine.sh, in a folder that all nodes see. The parallel environment (-pe) has control_slaves TRUE. The first rank is
# the master. Open MPI and MPICH take the hosts and their slots from Grid Engine.
program=$HOME/weighted-ensemble/WeightedEnsemble # published with --self-contained, where all nodes see it
arguments=(--out "$PWD/out")
launcher=(mpirun --bind-to none) # Open MPI; with MPICH: (mpiexec -rmk sge)

exec "${launcher[@]}" -n "$NSLOTS" "$program" --work-manager mpi "${arguments[@]}"
