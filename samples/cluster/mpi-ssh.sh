#!/bin/bash
# ./mpi-ssh.sh HOST..., in a folder that all hosts see, with a key that needs no password. The first rank, on the first host, is
# the master. It takes little of that host, which so has a rank more.
program=$HOME/weighted-ensemble/WeightedEnsemble # published with --self-contained, where all hosts see it
arguments=(--out "$PWD/out")
workers=2                               # on each host
launcher=(mpirun --bind-to none --host) # Open MPI; with MPICH: (mpiexec -hosts)

hosts=$1:$((workers + 1))
for host in "${@:2}"; do hosts+=,$host:$workers; done
exec "${launcher[@]}" "$hosts" -n $((workers * $# + 1)) "$program" --work-manager mpi "${arguments[@]}"
