# Machines: a host name, an address, processes and a loopback of their own, joined by a switch. Sourced inside the namespaces
# that `run` makes, with which all of it ends.
declare -A init address

machines() { # names: the first is 10.77.0.1
  local name number=0
  ip link set lo up
  ip link add name switch type bridge
  ip link set switch up
  echo "127.0.0.1 localhost" >"$folder/hosts"
  for name in "$@"; do echo "10.77.0.$((++number)) $name" >>"$folder/hosts"; done
  mount --bind "$folder/hosts" /etc/hosts
  number=0
  for name in "$@"; do machine "$name" "10.77.0.$((++number))"; done
}
machine() { # name, address
  local pid
  address[$1]=$2
  # Its first process is the one that waits for orphans, so it must not be one that does not; it reads what never comes.
  unshare --net --uts --pid --mount --fork --kill-child --mount-proc bash -c 'hostname "$0"; read -r _ <> <(:)' "$1" &
  pid=$!
  until_ 5 "machine $1 starts" has_child "$pid"
  init[$1]=$(child_of "$pid")
  until_ 5 "machine $1 has its name" has_name "$1"
  ip link add name "to-$1" type veth peer name eth0 netns "${init[$1]}"
  ip link set "to-$1" master switch up
  on "$1" ip link set lo up
  on "$1" ip addr add "$2/24" dev eth0
  on "$1" ip link set eth0 up
}
child_of() { tr -d ' ' <"/proc/$1/task/$1/children"; }
has_child() { [ -n "$(child_of "$1" 2>/dev/null)" ]; }
has_name() { [ "$(on "$1" hostname)" = "$1" ]; }

on() { # machine, command...
  nsenter --target "${init[$1]}" --net --uts --pid --mount -- "${@:2}"
}
pull_plug() { ip link set "to-$1" nomaster; } # what is sent from here on is lost, and nobody is told
put_plug_back() { ip link set "to-$1" master switch; }

until_() { # seconds, what, command...: waits until the command succeeds
  local limit=$((SECONDS + $1)) what=$2; shift 2
  until "$@"; do
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
