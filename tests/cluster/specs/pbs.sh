# samples/cluster/pbs.sh, with a stand-in for pbsdsh that writes down what it is told and runs it here for two nodes; a drain a
# while after the start, and SIGTERM to the whole job, as at its wall time.
. ./published.sh
machines head
mkdir "$folder/bin"
cat >"$folder/bin/pbsdsh" <<STANDIN
#!/bin/sh
echo "\$*" >>$folder/pbsdsh.calls
shift
"\$@" & "\$@" & wait
STANDIN
chmod +x "$folder/bin/pbsdsh"

run() { # name
  : >"$folder/pbsdsh.calls"
  on head setsid --wait env PATH="$folder/bin:$PATH" PBS_JOBID=7.head PBS_O_WORKDIR="$folder/$1" OMP_NUM_THREADS=64 WM_DISPATCH_LOG="$folder/$1.log" \
    sh -c 'echo $$ >"$0.pid"; exec "$0/pbs.sh"' "$folder/$1" >"$folder/$1.out" 2>"$folder/$1.err" &
  pids[$1]=$!
}
variable_of_a_worker() { # name
  on head sh -c 'for process in $(pgrep -x WeightedEnsembl); do
    if grep -qz "^WM_PROCESS_ID=" "/proc/$process/environ"; then
      sed -zn "s/^$0=//p" "/proc/$process/environ" | tr "\0" "\n"
      exit
    fi
  done' "$1"
}
copy_script pbs.sh "$folder/drained" "$program" --input "$input" --segments-per-task 10 --iterations 1000000 --out "$folder/drained"
sed -i 's/walltime=3600/walltime=130/' "$folder/drained/pbs.sh"
run drained
until_ 40 "tasks are done" has_done 1 drained
[ "$(variable_of_a_worker OMP_NUM_THREADS)" = 1 ] || fail "a worker's OMP_NUM_THREADS is $(variable_of_a_worker OMP_NUM_THREADS)"
ends drained 1 30
says drained "drained after iteration [0-9]+ of 1000000"
[ "$(cat "$folder/pbsdsh.calls")" = "-- $folder/drained/node.sh $program -u OMP_NUM_THREADS WM_WORK_MANAGER=zmq WM_ZMQ_COMM_MODE=tcp WM_ZMQ_SERVER_INFO=$folder/drained/server-7.head.json WM_N_WORKERS=2" ] ||
  fail "pbsdsh was told something else: $(cat "$folder/pbsdsh.calls")"
until_ 10 "four workers were there" has_had_workers head 4 drained

copy_script pbs.sh "$folder/ended" "$program" --input "$input" --segments-per-task 10 --iterations 1000000 --out "$folder/ended"
run ended
until_ 40 "tasks are done" has_done 1 ended
on head kill -TERM -- "-$(cat "$folder/ended.pid")"
ends ended 143 30
says ended "stopped after iteration [0-9]+ of 1000000"
until_ 10 "no process is left" is_quiet head

copy_script pbs.sh "$folder/whole" "$program" --input "$input" --segments-per-task 10 --out "$folder/whole"
run whole
ends whole 0 60
are_the_serial_results whole
