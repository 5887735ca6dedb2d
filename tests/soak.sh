#!/usr/bin/env bash
# Kills and stops at random what a run on `processes` is made of, for so many minutes, and counts what came out of it.
#   tests/soak.sh MINUTES [WORKERS]
# Ends with 1 where a task was lost, doubled or ended as it should not, or where something leaked.
set -u
cd "$(dirname "$0")/.."
minutes=${1:?usage: tests/soak.sh MINUTES [WORKERS]}
workers=${2:-2}
program=tests/TestProgram/bin/Release/net10.0/TestProgram
descriptors_allowed=10 memory_allowed=$((64 * 1024)) # more at the end than at the start; the latter in KiB

dotnet build tests/TestProgram -c Release -v quiet --nologo || exit 1
folder=$(mktemp -d)
master=
cleanup() {
  exec 3>&- 2>/dev/null
  if [ -n "$master" ]; then
    kill -CONT "$master" 2>/dev/null
    kill -KILL "$master" 2>/dev/null
  fi
  rm -rf "$folder"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

mkfifo "$folder/in"
WM_HEARTBEAT_INTERVAL=1 WM_HEARTBEAT_TIMEOUT=2 WM_GRACE_PERIOD=1 WM_N_WORKERS=$workers \
  "$program" soak "$((minutes * 60))" "$folder/begun" <"$folder/in" >"$folder/out" 2>"$folder/err" &
master=$!
exec 3>"$folder/in"

wait_for() { # how many lines, which: while the program lives
  while [ "$(grep -c "^$2" "$folder/out")" -lt "$1" ]; do
    kill -0 "$master" 2>/dev/null || { tail -n 20 "$folder/out" "$folder/err"; echo "soak.sh: the program ended." >&2; exit 1; }
    sleep 0.1
  done
}
descriptors() { ls "/proc/$master/fd" | wc -l; }
memory() { sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$master/status"; }
one_of() { # process ids: one at random
  [ $# -gt 0 ] || return 1
  shift $((RANDOM % $#)); echo "$1"
}
a_worker() { one_of $(pgrep -P "$master" -x TestProgram); }

wait_for 1 quiet
descriptors_first=$(descriptors) memory_first=$(memory)
echo >&3

kills=0 stops=0 pauses=0 guards=0
while ! grep -q '^over' "$folder/out"; do
  kill -0 "$master" 2>/dev/null || break
  sleep "0.$((RANDOM % 9 + 1))"

  # Calm in between: the delay before a worker is replaced grows with each that dies young.
  [ $((SECONDS % 40)) -lt 20 ] || continue
  case $((RANDOM % 60)) in
    0) kill -STOP "$master"; sleep 4; kill -CONT "$master"; pauses=$((pauses + 1)) ;;
    1) guard=$(pgrep -P "$master" -x sh | head -n 1) && [ -n "$guard" ] && kill -KILL "$guard" && guards=$((guards + 1)) ;;
    [2-7]) worker=$(a_worker) && kill -STOP "$worker" 2>/dev/null && stops=$((stops + 1)) ;;
    *) worker=$(a_worker) && kill -KILL "$worker" 2>/dev/null && kills=$((kills + 1)) ;;
  esac
done

wait_for 2 quiet
descriptors_last=$(descriptors) memory_last=$(memory)
family=$(ps -e -o pid=,ppid=,pgid= | awk -v m="$master" '{ up[$1] = $2; group[$1] = $3 } $2 == m { mine[$1] } END { for (p in up) if (p in mine || group[p] in mine) print p }')
echo >&3
exec 3>&-
wait "$master"; code=$?
left=0
for process in $family; do
  case $(ps -o stat= -p "$process") in ""|Z*) ;; *) left=$((left + 1)); kill -KILL "$process" ;; esac
done
master=

sed -n 's/^row //p; /^unexpected/p' "$folder/out"
row() { printf '%10s  %s\n' "$1" "$2"; }
row "$kills" "workers killed with -9"
row "$stops" "workers stopped with SIGSTOP"
row "$pauses" "times the master stopped for 4 s"
row "$guards" "times the guard killed"
row "$descriptors_first" "descriptors of the master at the start"
row "$descriptors_last" "at the end"
row "$memory_first" "KiB of memory of the master at the start"
row "$memory_last" "at the end"
row "$left" "processes left behind"
[ "$descriptors_last" -gt $((descriptors_first + descriptors_allowed)) ] && { echo "soak.sh: descriptors leak." >&2; code=1; }
[ "$memory_last" -gt $((memory_first + memory_allowed)) ] && { echo "soak.sh: memory leaks." >&2; code=1; }
[ "$left" -gt 0 ] && { echo "soak.sh: something was left behind." >&2; code=1; }
exit $code
