# Machines: a host name, an address, processes and a loopback of their own, joined by a switch. Sourced inside the namespaces
# that `run` makes, with which all of it ends.
declare -A init address pids

machines() { # names: the first is 10.77.0.1
  local name pid number=0
  ip link set lo up
  ip link add name switch type bridge
  ip link set switch up
  echo "127.0.0.1 localhost" >"$folder/hosts"
  for name in "$@"; do echo "10.77.0.$((++number)) $name" >>"$folder/hosts"; done
  mount --bind "$folder/hosts" /etc/hosts
  number=0
  for name in "$@"; do
    address[$name]=10.77.0.$((++number))
    # bash, since the first process of a machine is the one that waits for orphans
    unshare --net --uts --pid --mount --fork --kill-child --mount-proc bash -c 'hostname "$0"; sleep infinity & wait' "$name" &
    pid=$!
    until_ 5 "machine $name starts" has_child "$pid"
    init[$name]=$(child_of "$pid")
    until_ 5 "machine $name has its name" has_name "$name"
    ip link add name "to-$name" type veth peer name eth0 netns "${init[$name]}"
    ip link set "to-$name" master switch up
    on "$name" ip link set lo up
    on "$name" ip addr add "${address[$name]}/24" dev eth0
    on "$name" ip link set eth0 up
  done
}
child_of() { cat "/proc/$1/task/$1/children" 2>/dev/null | tr -d ' '; }
has_child() { [ -n "$(child_of "$1")" ]; }
has_name() { [ "$(on "$1" hostname)" = "$1" ]; }

on() { # machine, command...
  nsenter --target "${init[$1]}" --net --uts --pid --mount -- "${@:2}"
}
pull_plug() { ip link set "to-$1" nomaster; } # what is sent from here on is lost, and nobody is told
put_plug_back() { ip link set "to-$1" master switch; }

start() { # name, machine, VARIABLE=value...: the program in the background; $name.out and $name.err are what it prints
  local name=$1 machine=$2; shift 2
  on "$machine" env "$@" sh -c 'echo $$ >"$0.pid"; exec "$@"' "$folder/$name" \
    "$program" "${arguments[@]}" --out "$folder/$name" >"$folder/$name.out" 2>"$folder/$name.err" &
  pids[$name]=$!
}
serve() { start "$1" "$1" WM_ZMQ_MODE=client "${@:2}"; } # machine, VARIABLE=value...
kill_9() { on "$2" kill -KILL "$(cat "$folder/$1.pid")"; } # name, machine

until_() { # seconds, what, command...: waits until the command succeeds
  local limit=$((SECONDS + $1)) what=$2; shift 2
  until "$@"; do
    [ "$SECONDS" -lt "$limit" ] || fail "did not happen in time: $what"
    sleep 0.05
  done
}
is_over() { ! kill -0 "${pids[$1]}" 2>/dev/null; }
ends() { # name, code, seconds
  until_ "$3" "$1 ends" is_over "$1"
  local code=0
  wait "${pids[$1]}" || code=$?
  [ "$code" = "$2" ] || fail "$1 ended with $code, not $2"
}
says() { grep -qE "$2" "$folder/$1.err" || fail "$1 does not say: $2"; }
is_quiet() { # machine: nothing but its first processes
  [ "$(on "$1" ps -e -o comm= | grep -cvE '^(bash|sleep|ps)$')" = 0 ]
}

# Of the master's record (docs/dispatcher.md), which is at most a second behind.
record() { cat "$folder/$1.log" 2>/dev/null; }
count() { record "${2:-master}" | grep -cE "$1"; }
has_done() { [ "$(count '> Complete .* Result' "${2:-master}")" -ge "$1" ]; }
workers_of() { record "${2:-master}" | sed -nE 's/.* (w[0-9]+) .*host="'"$1"'".*/\1/p' | sort -u; }
has_workers() { [ "$(workers_of "$1" "${3:-master}" | wc -l)" -ge "$2" ]; }
results_of() { # machine: how many results its workers sent
  local worker sum=0
  for worker in $(workers_of "$1" "${2:-master}"); do sum=$((sum + $(count " Frame $worker Result " "${2:-master}"))); done
  echo "$sum"
}
every_task_has_one_attempt() {
  [ "$(count ' attempt=([2-9]|[0-9]{2,})')" = 0 ] || fail "tasks were given out again: $(record master | grep -m 3 ' attempt=[2-9]')"
}
are_the_serial_results() { cmp "$folder/$1/results.json" "$serial/results.json" || fail "the results are not those of the serial run"; }

fail() {
  local file
  echo "$1"
  for file in "$folder"/*.err "$folder"/*.out; do [ -s "$file" ] && echo "--- ${file##*/}" && tail -n 20 "$file"; done
  exit 1
}
