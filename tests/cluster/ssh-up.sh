# Machines with an sshd each, and an `ssh` first on the path of $folder/bin that may log in. Sourced with their names.
needs sshd ssh ssh-keygen
keys=$folder/keys
mkdir "$keys"
mount -t tmpfs none /run && mkdir /run/sshd # sshd insists on it
machines "$@"
ssh-keygen -q -t ed25519 -N '' -f "$keys/host"
ssh-keygen -q -t ed25519 -N '' -f "$keys/user"
for host in "$@"; do
  on "$host" "$(command -v sshd)" -f /dev/null -h "$keys/host" -o AuthorizedKeysFile="$keys/user.pub" -o StrictModes=no -o PermitRootLogin=yes \
    -o SetEnv=TMPDIR="$folder/tmp" -o PidFile="$keys/$host.pid" -E "$keys/$host.log"
done
# ssh reads its settings where the user has them, and this user's are not to be touched.
mkdir "$folder/bin"
printf '%s\n' '#!/bin/sh' "exec $(command -v ssh) -F $keys/config \"\$@\"" >"$folder/bin/ssh"
printf '%s\n' "IdentityFile $keys/user" 'StrictHostKeyChecking no' 'UserKnownHostsFile /dev/null' 'LogLevel ERROR' >"$keys/config"
chmod +x "$folder/bin/ssh"
