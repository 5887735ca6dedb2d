# samples/cluster/ssh.sh from head to two machines, each with a real sshd; a drain by SIGUSR1.
. ./published.sh
needs_published
needs sshd ssh ssh-keygen
keys=$folder/keys
mkdir "$keys"
mount -t tmpfs none /run && mkdir /run/sshd # sshd insists on it
machines head node1 node2
ssh-keygen -q -t ed25519 -N '' -f "$keys/host"
ssh-keygen -q -t ed25519 -N '' -f "$keys/user"
for host in node1 node2; do
  on "$host" "$(command -v sshd)" -f /dev/null -h "$keys/host" -o AuthorizedKeysFile="$keys/user.pub" -o StrictModes=no -o PermitRootLogin=yes \
    -o SetEnv=TMPDIR="$folder/tmp" -o PidFile="$keys/$host.pid" -E "$keys/$host.log"
done
# ssh reads its settings where the user has them, and this user's are not to be touched.
mkdir "$folder/bin"
printf '%s\n' '#!/bin/sh' "exec $(command -v ssh) -F $keys/config \"\$@\"" >"$folder/bin/ssh"
printf '%s\n' "IdentityFile $keys/user" 'StrictHostKeyChecking no' 'UserKnownHostsFile /dev/null' 'LogLevel ERROR' >"$keys/config"
chmod +x "$folder/bin/ssh"
model=(--input "$input" --segments-per-task 10)

run() { # name: its server's process is $folder/NAME.pid
  on head env -C "$folder/$1" PATH="$folder/bin:$PATH" WM_DISPATCH_LOG="$folder/$1.log" sh -c 'echo $$ >"$0.pid"; exec ./ssh.sh node1 node2' "$folder/$1" \
    >"$folder/$1.out" 2>"$folder/$1.err" &
  pids[$1]=$!
}
copy_script ssh.sh "$folder/whole" "$published" "${model[@]}" --out "$folder/whole"
run whole
ends whole 0 90
are_the_serial_results whole
for host in node1 node2; do
  says whole "Node $host .* joined"
  have_results "$host" 0 whole || fail "the workers of $host did nothing"
  until_ 10 "no program is left on $host" has_no_program "$host"
done
[ -z "$(find "$folder/tmp" -maxdepth 1 -name 'tmp.*')" ] || fail "copies are left behind: $(ls "$folder/tmp")"

copy_script ssh.sh "$folder/drained" "$published" "${model[@]}" --iterations 1000000 --out "$folder/drained"
run drained
until_ 60 "tasks are done" has_done 1 drained
on head kill -USR1 "$(cat "$folder/drained.pid")"
ends drained 1 30
says drained "drained after iteration [0-9]+ of 1000000"
[ "$(count ' attempt=2' drained)" = 0 ] || fail "tasks were given out again"
