#!/usr/bin/env bash
# Installs what the tests need, builds with warnings as errors, runs every suite, and closes with a line of counts.
#   ./test.sh           everything that belongs in every run
#   ./test.sh --long    also what takes longer
set -u
cd "$(dirname "$0")"
case "${1-}" in
  "") ;;
  --long) export WESTRPC_LONG=1 ;;
  *) echo "test.sh: '$1' is not an option; --long is the only one." >&2; exit 2 ;;
esac
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

reports=$(mktemp -d)
trap 'rm -rf "$reports"' EXIT
passed=0 failed=0 skipped=0

need() { # command or file, Debian package
  command -v "$1" >/dev/null 2>&1 || [ -e "$1" ] || missing+=("$2")
}
missing=()
need cc gcc                               # a sample and references are written in C
need clang clang                        # NativeAOT links with these two
need /usr/include/zlib.h zlib1g-dev
need setsid util-linux
need mpirun.openmpi openmpi-bin
need mpicc.openmpi libopenmpi-dev
need mpiexec.mpich mpich
need mpicc.mpich libmpich-dev
need script bsdutils                      # a terminal for the live bar
need /usr/lib/python3/dist-packages/zmq python3-zmq                     # a node in Python
need /usr/lib/python3/dist-packages/cryptography python3-cryptography
need /usr/lib/python3/dist-packages/h5py python3-h5py                    # what reads segments.h5
need ip iproute2                           # machines to run across, and what breaks between them
need iptables iptables
need ps procps
need gmx gromacs                          # a sample propagates with it
if [ -n "${WESTRPC_LONG-}" ]; then          # batch systems on those machines
  need slurmctld slurm-wlm
  need sshd openssh-server
  need ssh openssh-client
fi
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing ${missing[*]}"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}"; } >"$reports/apt.log" 2>&1 ||
      { cat "$reports/apt.log"; echo "test.sh: could not install ${missing[*]}." >&2; }
  else
    echo "test.sh: these Debian packages are missing: ${missing[*]}. Install them and run this again." >&2
    exit 1
  fi
fi
command -v dotnet >/dev/null || { echo "test.sh: the .NET 10 SDK is missing: https://dotnet.microsoft.com/download" >&2; exit 1; }

check() { # name, command...: one check, its output shown where it fails
  local name=$1 start=$SECONDS; shift
  if "$@" >"$reports/check.log" 2>&1; then
    passed=$((passed + 1)); echo "ok      $name ($((SECONDS - start)) s)"
  else
    failed=$((failed + 1)); cat "$reports/check.log"; echo "FAILED  $name ($((SECONDS - start)) s)"
    return 1
  fi
}

count() { # attribute, report
  sed -n 's/.*<assembly [^>]*\b'"$1"'="\([0-9]*\)".*/\1/p' "$2" | head -n 1
}

suite() { # test project: runs it and adds its report's counts
  local name start=$SECONDS report code
  name=$(basename "$1")
  report="$reports/$name.xml"
  dotnet run --no-build -c Release --project "$1" -- --progress off --no-ansi \
    --results-directory "$reports" --report-xunit-xml --report-xunit-xml-filename "$name.xml" >"$reports/$name.log" 2>&1
  code=$?
  if [ ! -s "$report" ]; then
    failed=$((failed + 1)); cat "$reports/$name.log"; echo "FAILED  $name left no report (exit code $code)"
    return
  fi
  local p f s e
  p=$(count passed "$report") f=$(count failed "$report") s=$(count skipped "$report") e=$(count errors "$report")
  [ "$code" -ne 0 ] && [ "$((f + e))" -eq 0 ] && f=1
  passed=$((passed + p)) failed=$((failed + f + e)) skipped=$((skipped + s))
  [ "$((f + e))" -gt 0 ] && cat "$reports/$name.log"
  echo "$([ "$((f + e))" -eq 0 ] && echo 'ok     ' || echo 'FAILED ') $name: $p passed, $((f + e)) failed, $s skipped ($((SECONDS - start)) s)"
}

cluster() { # the main sample across machines: each of its specs is a check
  local start=$SECONDS p f s code=0 limit=360 options=(--no-build)
  if [ -n "${WESTRPC_LONG-}" ]; then limit=1800 options+=(--long); fi
  timeout --foreground -k 10 "$limit" tests/cluster/run "${options[@]}" >"$reports/cluster.log" 2>&1 || code=$?
  read -r p f s < <(sed -nE 's/^([0-9]+) passed, ([0-9]+) failed, ([0-9]+) skipped$/\1 \2 \3/p' "$reports/cluster.log") || p=0 f=0 s=0
  [ "$code" -ne 0 ] && [ "$f" -eq 0 ] && f=1
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  if [ "$f" -gt 0 ]; then cat "$reports/cluster.log"; else grep '^skipped' "$reports/cluster.log"; fi
  echo "$([ "$f" -eq 0 ] && echo 'ok     ' || echo 'FAILED ') cluster: $p passed, $f failed, $s skipped ($((SECONDS - start)) s)"
}

if check "build" dotnet build WestRpc.sln -c Release; then
  for project in tests/*.Tests tests/*.ContractTests samples/Testing; do
    [ -d "$project" ] && suite "$project"
  done
  cluster
fi

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
