# samples/cluster/ssh.sh from head to two machines, each with a real sshd; a drain by SIGUSR1.
. ./published.sh
needs_published
. ./ssh-up.sh head node1 node2
model=(--input "$input" --segments-per-task 10)

run() { # name: its server's process is $folder/NAME.pid
  on head env -C "$folder/$1" PATH="$folder/bin:$PATH" WM_DISPATCH_LOG="$folder/$1.log" sh -c 'echo $$ >"$0.pid"; exec ./ssh.sh node1 node2' "$folder/$1" \
    >"$folder/$1.out" 2>"$folder/$1.err" &
  pids[$1]=$!
}
copy_script ssh.sh "$folder/whole" "$published" "${model[@]}" --out "$folder/whole"
run whole
ends whole 0 90
are_the_serial_results whole
for host in node1 node2; do
  says whole "Node $host .* joined"
  have_results "$host" 0 whole || fail "the workers of $host did nothing"
  until_ 10 "no program is left on $host" has_no_program "$host"
done
[ -z "$(find "$folder/tmp" -maxdepth 1 -name 'tmp.*')" ] || fail "copies are left behind: $(ls "$folder/tmp")"

copy_script ssh.sh "$folder/drained" "$published" "${model[@]}" --iterations 1000000 --out "$folder/drained"
run drained
until_ 60 "tasks are done" has_done 1 drained
on head kill -USR1 "$(cat "$folder/drained.pid")"
ends drained 1 30
says drained "drained after iteration [0-9]+ of 1000000"
[ "$(count ' attempt=2' drained)" = 0 ] || fail "tasks were given out again"
