# samples/cluster/mpi-ssh.sh on three machines, each with a real sshd, under each launcher: it runs; a rank on another machine is
# killed, which ends it.
. ./published.sh
needs_published
. ./mpi.sh
. ./ssh-up.sh head node1 node2
model=(--input "$input" --segments-per-task 10 --heartbeat-interval 1 --heartbeat-timeout 5)

run() { # name, launcher with its options
  copy_script mpi-ssh.sh "$folder/$1" "$published" "${model[@]}" --out "$folder/$1"
  sed -i "s|^launcher=(.*)|launcher=($2)|" "$folder/$1/mpi-ssh.sh"
  on head env -C "$folder/$1" PATH="$folder/bin:$PATH" WM_DISPATCH_LOG="$folder/$1.log" \
    ./mpi-ssh.sh head node1 node2 >"$folder/$1.out" 2>"$folder/$1.err" &
  pids[$1]=$!
}
nothing_is_left() {
  local host
  for host in head node1 node2; do until_ 5 "no program is left on $host" has_no_program "$host"; done
}
openmpi="mpirun.openmpi --bind-to none --host" mpich="mpiexec.mpich -hosts"
for library in openmpi mpich; do
  run "$library" "${!library}"
  if [ "$library" = openmpi ]; then
    ends "$library" 0 200
  else
    until_ 200 "$library ends" is_over "$library" # MPICH's launcher may say another code than 0: docs/mpi.md
  fi
  are_the_serial_results "$library"
  for host in head node1 node2; do
    until_ 5 "two workers were on $host" has_had_workers "$host" 2 "$library"
    has_had_workers "$host" 3 "$library" && fail "the master's rank is a worker"
    have_results "$host" 0 "$library" || fail "the workers of $host did nothing"
  done
  says_not "$library" "Lost|settings"
  nothing_is_left
done

for library in openmpi mpich; do
  run "ended-$library" "${!library}"
  until_ 200 "node2 works" have_results node2 0 "ended-$library"
  kill_a_rank node2
  until_ 60 "the run ends" is_over "ended-$library"
  ! wait "${pids[ended-$library]}" || fail "the run that lost a rank ended with 0"
  nothing_is_left
done
