# The program on the machines: each start has a name, and prints to NAME.out and NAME.err.
declare -A pids
command=("$program" --input "$input" --segments-per-task 10)

start() { # name, machine, VARIABLE=value...: the program in the background
  local name=$1 machine=$2 out=()
  [[ " ${command[*]} " == *" $program "* ]] && out=(--out "$folder/$name")
  on "$machine" env "${@:3}" sh -c 'echo $$ >"$0.pid"; exec "$@"' "$folder/$name" "${command[@]}" "${out[@]}" \
    >"$folder/$name.out" 2>"$folder/$name.err" &
  pids[$name]=$!
}
serve() { start "$1" "$1" WM_ZMQ_MODE=client "${@:2}"; } # machine, VARIABLE=value...
kill_9() { on "$2" kill -KILL "$(cat "$folder/$1.pid")"; } # name, machine

is_over() { ! kill -0 "${pids[$1]}" 2>/dev/null; }
ends() { # name, code, seconds
  until_ "$3" "$1 ends" is_over "$1"
  local code=0
  wait "${pids[$1]}" || code=$?
  [ "$code" = "$2" ] || fail "$1 ended with $code, not $2"
}
has_said() { grep -qE "$2" "$folder/$1.err"; } # name, pattern
has_printed() { grep -qE "$2" "$folder/$1.out"; } # name, pattern
says() { has_said "$1" "$2" || fail "$1 does not say: $2"; }
says_not() { ! has_said "$1" "$2" || fail "$1 says: $(grep -E "$2" "$folder/$1.err")"; }
has_processes() { # machine, how many beside its first and the one that looks
  [ $(($(on "$1" ps -e -o pid= | wc -l) - 2)) = "$2" ]
}
has_no_program() { ! on "$1" pgrep -x WeightedEnsembl; } # machine
is_quiet() { has_processes "$1" 0; }
are_the_serial_results() { cmp "$folder/$1/results.json" "$serial/results.json" || fail "the results are not those of the serial run"; }
