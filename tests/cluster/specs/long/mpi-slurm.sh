# samples/cluster/mpi-slurm.sh on a Slurm of three nodes, with MPICH (--mpi=pmi2) and with Open MPI (--mpi=pmix): it runs; a rank is
# killed, without which the first goes on, while Slurm's plugin for PMIx ends the job; a whole node fails under the first.
. ./published.sh
needs_published
. ./mpi.sh
. ./slurm-up.sh
script=mpi-slurm.sh
declare -A launcher=(
  [pmi2]="srun --mpi=pmi2 --kill-on-bad-exit=0"
  [pmix]="srun --mpi=pmix"
  [no-kill]="srun --mpi=pmi2 --kill-on-bad-exit=0 --no-kill"
)
submit_with() { # name, launcher, sbatch's options
  copy_script "$script" "$folder/$1" "$published" --input "$input" --segments-per-task 10 --heartbeat-interval 1 --heartbeat-timeout 5 \
    --out "$folder/$1"
  sed -i "s/^launcher=(.*)/launcher=(${launcher[$2]})/" "$folder/$1/$script"
  submit "$1" "${@:3}"
}
lose() { # name, launcher: a rank on node2 is killed when it has worked
  submit_with "$1" "$2"
  until_ 200 "node2 works" have_results node2 0 "$1"
  kill_a_rank node2
  until_ 200 "the job ends" is_in_state "$1" "(COMPLETED|FAILED)"
}
nothing_is_left() { # machines
  local host
  for host in "$@"; do until_ 5 "no program is left on $host" has_no_program "$host"; done
  until_ 20 "the nodes are idle" idle_nodes $#
}
for kind in pmi2 pmix; do
  submit_with "$kind" "$kind"
  until_ 200 "the job ends" is_in_state "$kind" "(COMPLETED|FAILED)"
  [ $kind = pmi2 ] || exits "$kind" 0
  are_the_serial_results "$kind"
  for host in node1 node2 node3; do have_results "$host" 0 "$kind" || fail "the workers of $host did nothing"; done
  says_not "$kind" "Lost|settings"
  nothing_is_left node1 node2 node3

  lose "killed-$kind" "$kind"
  if [ $kind = pmix ]; then
    exits "killed-$kind" 137
  else
    are_the_serial_results "killed-$kind"
    exits "killed-$kind" 137 # srun's is that of the rank
    says "killed-$kind" "Lost rank [23], worker [01] \(process [0-9]+ on node2\)"
    says "killed-$kind" "mpi, 4 workers" # the other rank of that node goes on
  fi
  nothing_is_left node1 node2 node3
done

submit_with node-lost no-kill --no-kill --no-requeue
until_ 200 "node3 works" have_results node3 0 node-lost
kill -KILL "${init[node3]}" # the first process of the machine: all others end with it
until_ 200 "the job ends" is_in_state node-lost "(COMPLETED|FAILED|NODE_FAIL)"
are_the_serial_results node-lost
says node-lost "Lost rank [45], worker [01] \(process [0-9]+ on node3\)"
for host in node1 node2; do until_ 5 "no program is left on $host" has_no_program "$host"; done
