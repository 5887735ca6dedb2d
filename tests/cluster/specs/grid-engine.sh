# samples/cluster/grid-engine.sh, with a stand-in for qrsh that writes down what it is told and runs it here; SIGUSR1 to the whole
# job, as after s_rt.
. ./published.sh
machines head
mkdir "$folder/bin"
cat >"$folder/bin/qrsh" <<STANDIN
#!/bin/sh
echo "\$*" >>$folder/qrsh.calls
while [ "\${1#-}" != "\$1" ]; do shift; done
shift
exec "\$@"
STANDIN
chmod +x "$folder/bin/qrsh"
printf '%s\n' 'head 1 main.q@head UNDEFINED' 'node1 2 main.q@node1 UNDEFINED' >"$folder/hosts.pe"

run() { # name
  : >"$folder/qrsh.calls"
  on head setsid --wait env -C "$folder/$1" PATH="$folder/bin:$PATH" JOB_ID=7 PE_HOSTFILE="$folder/hosts.pe" WM_DISPATCH_LOG="$folder/$1.log" \
    sh -c 'echo $$ >"$0.pid"; exec ./grid-engine.sh' "$folder/$1" >"$folder/$1.out" 2>"$folder/$1.err" &
  pids[$1]=$!
}
copy_script grid-engine.sh "$folder/whole" "$program" --input "$input" --segments-per-task 10 --out "$folder/whole"
run whole
ends whole 0 60
are_the_serial_results whole
told="$folder/whole/node.sh $program WM_WORK_MANAGER=zmq WM_ZMQ_COMM_MODE=tcp WM_ZMQ_SERVER_INFO=$folder/whole/server-7.json"
diff <(sort "$folder/qrsh.calls") <(echo "-inherit -nostdin head $told WM_N_WORKERS=1
-inherit -nostdin node1 $told WM_N_WORKERS=2") || fail "qrsh was told something else"
until_ 10 "three workers were there" has_had_workers head 3 whole
until_ 10 "no process is left" is_quiet head
[ -z "$(find "$folder/tmp" -maxdepth 1 -name 'tmp.*')" ] || fail "copies are left behind: $(ls "$folder/tmp")"

copy_script grid-engine.sh "$folder/drained" "$program" --input "$input" --segments-per-task 10 --iterations 1000000 --out "$folder/drained"
run drained
until_ 40 "tasks are done" has_done 1 drained
on head kill -USR1 -- "-$(cat "$folder/drained.pid")"
ends drained 1 30
says drained "drained after iteration [0-9]+ of 1000000"
[ "$(count ' attempt=2' drained)" = 0 ] || fail "tasks were given out again"
until_ 10 "no process is left" is_quiet head
