# 2, 9 and 64 ranks on one machine of two cores, under each launcher.
machines head
. ./mpi.sh
for ranks in 2 9 64; do
  for library in openmpi mpich; do
    run=$library-$ranks
    read -ra command <<<"${launcher[$library]} -n $ranks"
    command+=("$program" --input "$input" --segments-per-task 10)
    start "$run" head WM_DISPATCH_LOG="$folder/$run.log"
    ends "$run" 0 120
    are_the_serial_results "$run"
    until_ 5 "$((ranks - 1)) workers were there" has_had_workers head $((ranks - 1)) "$run"
    has_had_workers head "$ranks" "$run" && fail "the master's rank is a worker"
    says_not "$run" "rror|Lost|mpi|MPI"
    until_ 5 "no process is left" is_quiet head
  done
done
