# The program as the ranks of an MPI launcher.
needs mpirun.openmpi mpiexec.mpich
export WM_WORK_MANAGER=mpi OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
declare -A launcher=([openmpi]="mpirun.openmpi --oversubscribe" [mpich]=mpiexec.mpich)
kill_a_rank() { on "$1" kill -KILL "$(on "$1" pgrep -o -x WeightedEnsembl)"; } # machine
