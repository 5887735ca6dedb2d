# What a master's record says (docs/dispatcher.md); it is at most a second behind.
record() { cat "$folder/${1:-master}.log" 2>/dev/null; }
count() { record "${2-}" | grep -cE "$1"; } # pattern, master
has_done() { [ "$(count '> Complete .* Result' "${2-}")" -ge "$1" ]; }
workers_of() { record "${2-}" | sed -nE 's/.* (w[0-9]+) .*host="'"$1"'".*/\1/p' | sort -u; } # machine, master
has_had_workers() { [ "$(workers_of "$1" "${3-}" | wc -l)" -ge "$2" ]; }
results_of() { # machine, master: how many results its workers sent
  local worker sum=0
  for worker in $(workers_of "$1" "${2-}"); do sum=$((sum + $(count " Frame $worker Result " "${2-}"))); done
  echo "$sum"
}
have_results() { # machine, more than, master
  [ "$(results_of "$1" "${3-}")" -gt "$2" ]
}
every_task_ends_once() {
  local given well ends
  given=$(count ' Submit #') ends=$(count ' > Complete #')
  well=$(record | sed -nE 's/.* > Complete (#[0-9]+) Result .*/\1/p' | sort -u | wc -l)
  [[ $given -gt 0 && $well = "$given" && $ends = "$given" ]] || fail "of $given tasks $well ended well; they ended $ends times"
}
every_task_has_one_attempt() {
  every_task_ends_once
  [ "$(count ' attempt=1 ')" -gt 0 ] || fail "no task has an attempt"
  [ "$(count ' attempt=([2-9]|[0-9]{2,})')" = 0 ] || fail "tasks were given out again: $(record | grep -m 3 ' attempt=[2-9]')"
}
the_run_ends_well() { # seconds, machines: with the serial run's results, in one attempt each, to which all of these gave some
  local host
  ends master 0 "$1"
  are_the_serial_results master
  for host in "${@:2}"; do
    ends "$host" 0 10
    have_results "$host" 0 || fail "the workers of $host did nothing"
  done
  every_task_has_one_attempt
}
nothing_is_taken_from_lost_workers() {
  local late
  late=$(record | awk '$2 == "Closed" { over[$3] = 1 } $2 == "Frame" && over[$3] { print; exit }')
  [ -z "$late" ] || fail "the master takes what a lost worker says: $late"
}
longest_pause() { # between two results, in whole seconds
  record | awk '/ Frame w[0-9]+ Result / { if (last && $1 - last > most) most = $1 - last; last = $1 } END { print int(most) }'
}
