#!/bin/bash
# A client on this node, run from a copy on its own disk: node.sh PROGRAM [VARIABLE=value]...
# What starts it on each node (slurm.sh, grid-engine.sh, pbs.sh, ssh.sh) names the program and the settings.
copy=$(mktemp -d) || exit
trap 'rm -rf "$copy"' EXIT
trap : TERM USR1 # The program gets them too, and ends by itself.
cp -r "$(dirname "$1")/." "$copy" || exit
client=(env "${@:2}" WM_ZMQ_MODE=client "$copy/$(basename "$1")")
"${client[@]}"
code=$?
if [ "$code" = 2 ]; then "${client[@]}" cluster-check >&2; fi
exit "$code"
