#!/bin/sh
# Propagates one segment, as WESTPA's scripts of this name do: all that it must know is in its environment.
set -e

# With --faults, to show what becomes of them: the first attempt at one segment in fifty fails, at one in a hundred it hangs.
if [ "$FAULTS$ATTEMPT" = 11 ]; then
  if [ $((WEST_CURRENT_SEG_ID % 50)) = 7 ]; then
    echo "engine: the force field is not what it was" >&2
    exit 3
  elif [ $((WEST_CURRENT_SEG_ID % 100)) = 13 ]; then
    trap '' TERM
    sleep 1000 &
    sleep 1000
  fi
fi

"$WEST_SIM_ROOT/engine" "$WEST_RAND64" "$WEST_PARENT_DATA_REF/seg.rst" seg.rst "$WEST_PCOORD_RETURN"
