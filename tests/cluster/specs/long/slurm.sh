# samples/cluster/slurm.sh on a Slurm of three nodes: it runs; a client is killed; a drain before the job's time is over; an end
# in the middle.
. ./published.sh
needs_published
. ./slurm-up.sh
model=(--input "$input" --segments-per-task 10)

copy_script slurm.sh "$folder/whole" "$published" "${model[@]}" --out "$folder/whole"
submit whole
until_ 90 "the job ends" is_in_state whole COMPLETED
are_the_serial_results whole
for host in node1 node2 node3; do
  says whole "Node $host .* joined: .* 2 workers"
  have_results "$host" 0 whole || fail "the workers of $host did nothing"
done
says_not whole "rror:|FAILED|Lost|CANCELLED|Terminated"
until_ 10 "the nodes are idle" idle_nodes 3
for host in node1 node2 node3; do
  until_ 5 "no program is left on $host" has_no_program "$host"
done
[ -z "$(find "$folder/tmp" -maxdepth 1 -name 'tmp.*')" ] || fail "copies are left behind: $(ls "$folder/tmp")"

copy_script slurm.sh "$folder/killed" "$published" "${model[@]}" --out "$folder/killed"
submit killed
until_ 60 "node3 works" have_results node3 0 killed
on node3 pkill -KILL -o -x WeightedEnsembl
until_ 90 "the job ends" is_in_state killed COMPLETED
are_the_serial_results killed
says killed "Lost node node3"
until_ 20 "the nodes are idle" idle_nodes 3

# Slurm sends it up to a minute too soon.
copy_script slurm.sh "$folder/drained" "$published" "${model[@]}" --iterations 1000000 --out "$folder/drained"
submit drained --time=2 --signal=B:USR1@90
until_ 60 "tasks are done" has_done 1 drained
until_ 90 "the signal comes" has_said drained "Nothing else begins .*: SIGUSR1"
until_ 30 "the job ends" is_in_state drained FAILED
exits drained 1
says drained "drained after iteration [0-9]+ of 1000000"
[ "$(count ' attempt=2' drained)" = 0 ] || fail "tasks were given out again"
until_ 20 "the nodes are idle" idle_nodes 3

# SIGTERM to all, as at the wall time.
copy_script slurm.sh "$folder/ended" "$published" "${model[@]}" --iterations 1000000 --out "$folder/ended"
submit ended
until_ 60 "tasks are done" has_done 1 ended
on head scancel "${jobs[ended]}"
until_ 30 "the job ends" is_in_state ended CANCELLED
until_ 20 "the nodes are idle" idle_nodes 3
says ended "stopped after iteration [0-9]+ of 1000000"
for host in node1 node2 node3; do until_ 5 "no program is left on $host" has_no_program "$host"; done
[ -z "$(find "$folder/tmp" -maxdepth 1 -name 'tmp.*')" ] || fail "copies are left behind: $(ls "$folder/tmp")"
