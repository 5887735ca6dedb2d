# The scripts of samples/cluster as a scientist has them: copied into a folder, with two lines changed.
needs_published() { [ -n "${published-}" ] || skip "run publishes the program for specs/long only"; }
copy_script() { # name, folder, PROGRAM, ARGUMENT...
  mkdir -p "$2"
  cp "$root/samples/cluster/node.sh" "$2"
  local arguments
  arguments=$(printf '%q ' "${@:4}")
  awk -v program="$3" -v arguments="$arguments" \
    '/^program=/ { $0 = "program=" program } /^arguments=/ { $0 = "arguments=(" arguments ")" } { print }' "$root/samples/cluster/$1" >"$2/$1"
  chmod +x "$2/$1"
  [ "$(diff "$root/samples/cluster/$1" "$2/$1" | grep -c '^>')" = 2 ] || fail "$1 has not one line with program= and one with arguments="
}
