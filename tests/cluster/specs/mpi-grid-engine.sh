# samples/cluster/mpi-grid-engine.sh, with a stand-in for mpirun that writes down what it is told and runs it here.
. ./published.sh
. ./mpi.sh
machines head
mkdir "$folder/bin"
cat >"$folder/bin/mpirun" <<STANDIN
#!/bin/sh
echo "\$*" >$folder/mpirun.calls
exec ${launcher[openmpi]} "\$@"
STANDIN
chmod +x "$folder/bin/mpirun"
copy_script mpi-grid-engine.sh "$folder/whole" "$program" --input "$input" --segments-per-task 10 --out "$folder/whole"
on head env -C "$folder/whole" PATH="$folder/bin:$PATH" JOB_ID=7 NSLOTS=3 WM_DISPATCH_LOG="$folder/whole.log" \
  ./mpi-grid-engine.sh >"$folder/whole.out" 2>"$folder/whole.err" &
pids[whole]=$!
ends whole 0 85
are_the_serial_results whole
told="--bind-to none -n 3 $program --work-manager mpi --input $input --segments-per-task 10 --out $folder/whole"
[ "$(cat "$folder/mpirun.calls")" = "$told" ] || fail "mpirun was told something else: $(cat "$folder/mpirun.calls")"
until_ 5 "two workers were there" has_had_workers head 2 whole
until_ 5 "no process is left" is_quiet head
