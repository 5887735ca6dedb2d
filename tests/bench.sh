#!/usr/bin/env bash
# Measures WestRpc, the bare channels and what users would take instead, and writes tables and plots into docs/performance.md.
# Under 15 minutes on two cores, which should have nothing else to do.
set -u
usage="tests/bench.sh [--quick] [--westpa CHECKOUT] [--out DOCUMENT]
  --quick             under two minutes, for a look: fewer passes, sizes and peers
  --westpa CHECKOUT   of github.com/westpa/westpa, to measure its work managers too; WESTPA_CHECKOUT says the same
  --out DOCUMENT      another document than docs/performance.md; made of a copy of it where it is not there"
repository=$(cd "$(dirname "$0")/.." && pwd)
mode=whole westpa=${WESTPA_CHECKOUT-} document=docs/performance.md
die() { echo "bench.sh: $1" >&2; exit 2; }
while [ $# -gt 0 ]; do
  case $1 in
    --help|-h) echo "$usage"; exit 0 ;;
    --quick) mode=quick ;;
    --westpa|--out)
      [ -n "${2-}" ] || die "$1 wants a value."
      if [ "$1" = --westpa ]; then westpa=$2; else document=$2; fi
      shift ;;
    *) echo "bench.sh: '$1' is not an option." >&2; echo "$usage" >&2; exit 2 ;;
  esac
  shift
done
[ -z "$westpa" ] || [ -d "$westpa/src/westpa/work_managers" ] || die "'$westpa' is no checkout of github.com/westpa/westpa: it has no src/westpa/work_managers."
[ -z "$westpa" ] || westpa=$(cd "$westpa" && pwd)
case $document in
  *.md) ;;
  *) die "'$document' does not end with .md." ;;
esac

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
child=
folder=$(mktemp -d)
export WESTRPC_BENCH=$folder # all that is started here has it, also what stands still or has lost its parent
cleanup() {
  local process
  [ -z "$child" ] || kill -TERM "$child" 2>/dev/null
  for process in $(grep -lz "^WESTRPC_BENCH=$folder\$" /proc/[0-9]*/environ 2>/dev/null | grep -o '[0-9]\+'); do
    # This shell has it too, and what of .NET serves other builds is to stay.
    case $(tr '\0' ' ' 2>/dev/null <"/proc/$process/cmdline") in *peer.py*|*WestRpc.*|*StartProgram*) kill -KILL "$process" 2>/dev/null ;; esac
  done
  rm -rf "$folder"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

need() { # command or file, Debian package
  command -v "$1" >/dev/null 2>&1 || [ -e "$1" ] || missing+=("$2")
}
missing=()
python=/usr/lib/python3/dist-packages
need /usr/bin/python3 python3
need taskset util-linux
need mpirun.openmpi openmpi-bin
need mpicc.openmpi libopenmpi-dev
if [ "$mode" = whole ]; then
  need clang clang                        # NativeAOT links with these two
  need /usr/include/zlib.h zlib1g-dev
  need $python/joblib python3-joblib
  need $python/distributed python3-distributed
  need $python/mpi4py python3-mpi4py
  if [ -n "$westpa" ]; then
    need $python/h5py python3-h5py
    need $python/zmq python3-zmq
  fi
fi
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing ${missing[*]}"
    # One by one: who can't be had is missing in the report, the others are not.
    apt-get update -qq >"$folder/apt.log" 2>&1
    for package in "${missing[@]}"; do
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >"$folder/apt.log" 2>&1 || echo "bench.sh: could not install $package." >&2
    done
  else
    echo "bench.sh: these Debian packages are missing, and so who needs them: ${missing[*]}" >&2
  fi
fi
command -v dotnet >/dev/null || { echo "bench.sh: the .NET 10 SDK is missing: https://dotnet.microsoft.com/download" >&2; exit 1; }

step() { # what, command...: its output is shown where it fails
  local what=$1 start=$SECONDS; shift
  # In the background, so that a signal does not have to wait for its end.
  "$@" >"$folder/step.log" 2>&1 </dev/null &
  child=$!
  if ! wait "$child"; then
    cat "$folder/step.log"; echo "bench.sh: $what failed." >&2; exit 1
  fi
  child=
  sed -n 's/^/    /p' "$folder/step.log" | grep -E '^    [a-z ]+: [0-9]+ s$'
  echo "$what ($((SECONDS - start)) s)"
}
built() { echo "$repository/tests/$1/bin/Release/net10.0/$1"; }

[ "$document" = docs/performance.md ] || document=$(realpath -m "$document")
cd "$repository" || exit 1
projects=(WestRpc.Benchmarks StartProgram WestRpc.Simulation WestRpc.Benchmarks.Report)
[ "$mode" = quick ] || projects+=(WestRpc.Microbenchmarks)
for project in "${projects[@]}"; do
  step "build $project" dotnet build -c Release -v quiet --nologo "tests/$project"
done

options=(--start-program "$(built StartProgram)")
[ -n "$westpa" ] && options+=(--westpa "$westpa")
if [ "$mode" = quick ]; then
  options+=(--quick)
else
  step "publish with NativeAOT" dotnet publish tests/StartProgram -c Release -o "$folder/native" -p:PublishAot=true "-p:ArtifactsPath=$folder/build"
  options+=(--native-start-program "$folder/native/StartProgram")
fi
parts=()
part() { # name, what, command...: the command writes its figures into a file of that name
  local name=$1; shift
  step "$@" --out "$folder/$name.json"
  parts+=("$folder/$name.json")
}
part all "measure on all CPUs" "$(built WestRpc.Benchmarks)" report "${options[@]}"
part one "measure on one CPU" taskset -c 0 "$(built WestRpc.Benchmarks)" report "${options[@]}"
[ "$mode" = quick ] || part calls "measure calls in one process" "$(built WestRpc.Microbenchmarks)"
part simulated "simulate many workers" "$(built WestRpc.Simulation)" efficiency "$folder/all.json"

printf '{ "machine": { "commit": "%s", "mode": "`tests/bench.sh%s`" }, "figures": [], "missing": [] }\n' \
  "$(git rev-parse --short HEAD 2>/dev/null || echo unknown)" "$([ "$mode" = quick ] && echo ' --quick')" >"$folder/run.json"
if [ ! -e "$document" ]; then
  mkdir -p "$(dirname "$document")" && cp docs/performance.md "$document" || exit 1
fi
mkdir -p "${document%.md}"
step "write results" "$(built WestRpc.Benchmarks.Report)" merge "${document%.md}/results.json" "$folder/run.json" "${parts[@]}"
step "write $document" "$(built WestRpc.Benchmarks.Report)" render "${document%.md}/results.json" "$document"
