# node1 is behind a gate with NAT, which forgets a connection on which nothing happened for 2 s: what is sent on it afterwards is
# dropped without a word.
needs iptables
machines head gate
switch yard
cable gate eth1 10.78.0.1 yard
machine node1 10.78.0.2 yard
on node1 ip route add default via 10.78.0.1
on gate bash -ec '
  cd /proc/sys/net
  echo 1 >ipv4/ip_forward
  iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE
  iptables -A FORWARD -m conntrack --ctstate INVALID -j DROP
  iptables -A INPUT -m conntrack --ctstate INVALID -j DROP
  echo 0 >netfilter/nf_conntrack_tcp_loose
  echo 2 >netfilter/nf_conntrack_tcp_timeout_established
  echo 2 >netfilter/nf_conntrack_tcp_timeout_max_retrans
  echo 2 >netfilter/nf_conntrack_tcp_timeout_unacknowledged' || skip "this kernel has no NAT"
dropped() { on gate iptables -nvxL | awk '$3 == "DROP" { sum += $1 } END { print sum }'; }
