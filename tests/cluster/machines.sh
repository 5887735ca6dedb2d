# Machines: a host name, an address, processes and a loopback of their own, joined by a switch. Sourced inside the namespaces
# that `run` makes, with which all of it ends.
declare -A init address

machines() { # names: the first is 10.77.0.1
  local name number=0
  ip link set lo up
  switch switch
  echo "127.0.0.1 localhost" >"$folder/hosts"
  mount --bind "$folder/hosts" /etc/hosts
  for name in "$@"; do echo "10.77.0.$((++number)) $name" >>"$folder/hosts"; done
  number=0
  for name in "$@"; do machine "$name" "10.77.0.$((++number))" switch; done
}
machine() { # name, address, switch
  local pid
  address[$1]=$2
  # Its first process is the one that waits for orphans, so it must not be one that does not; it reads what never comes.
  unshare --net --uts --pid --ipc --mount --fork --kill-child --mount-proc bash -c 'hostname "$0"; read -r _ <> <(:)' "$1" &
  pid=$!
  until_ 5 "machine $1 starts" has_child "$pid"
  init[$1]=$(child_of "$pid")
  until_ 5 "machine $1 has its name" has_name "$1"
  on "$1" ip link set lo up
  cable "$1" eth0 "$2" "$3"
}
switch() { # name
  ip link add name "$1" type bridge
  ip link set "$1" up
}
cable() { # machine, interface, address, switch
  local plug=to-$1
  [ "$2" = eth0 ] || plug+=-$2
  ip link add name "$plug" type veth peer name "$2" netns "${init[$1]}"
  ip link set "$plug" master "$4" up
  on "$1" ip addr add "$3/24" dev "$2"
  on "$1" ip link set "$2" up
}
child_of() { tr -d ' ' <"/proc/$1/task/$1/children"; }
has_child() { [ -n "$(child_of "$1" 2>/dev/null)" ]; }
has_name() { [ "$(on "$1" hostname)" = "$1" ]; }

on() { # machine, command...
  nsenter --target "${init[$1]}" --net --uts --pid --ipc --mount -- "${@:2}"
}
pull_plug() { ip link set "to-$1" nomaster; } # what is sent from here on is lost, and nobody is told
put_plug_back() { ip link set "to-$1" master switch; }
relay() { # machine, milliseconds, percent: what goes over its cable, either way, takes so long, or is lost
  /usr/bin/python3 relay.py near far "$2" "$3" &
  until_ 5 "the relay has its ends" ip link show dev far
  switch "slow-$1"
  ip link set near master "slow-$1" up
  ip link set far master switch up
  ip link set "to-$1" master "slow-$1"
}
resent() { # machine: how many TCP segments it sent again
  on "$1" awk '$1 == "Tcp:" { if (column) print $column; else for (column = NF; $column != "RetransSegs"; column--); }' /proc/net/snmp
}
needs() { # commands
  local name
  for name in "$@"; do command -v "$name" >/dev/null || skip "there is no $name"; done
}

until_() { # seconds, what, command...: waits until the command succeeds
  local limit=$((SECONDS + $1)) what=$2; shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$limit" ] || fail "did not happen in time: $what"
    sleep 0.05
  done
}
fail() { # why
  local file
  echo "$1"
  for file in "$folder"/*.err "$folder"/*.out; do [ -s "$file" ] && echo "--- ${file##*/}" && tail -n 20 "$file"; done
  exit 1
}
skip() { # why
  echo "$1"
  exit 77
}
