#!/bin/sh
# Makes topology and start structure: two ions at the distance DISTANCE (nm) in a box of water with edges of BOX nm, at 300 K.
set -e
gmx="gmx -quiet -nobackup"

simulate() { # name, structure to start from
  $gmx grompp -f "$ENGINE/$1.mdp" -c "$2" -p topol.top -o "$1.tpr" -po used.mdp
  $gmx mdrun -deffnm "$1" -ntmpi 1 -ntomp "${OMP_NUM_THREADS:-1}" -reprod
}

cat > topol.top <<END
#include "amber99sb-ildn.ff/forcefield.itp"
#include "amber99sb-ildn.ff/tip3p.itp"
#include "amber99sb-ildn.ff/ions.itp"

[ system ]
Na+ and Cl- in water

[ molecules ]
NA 1
CL 1
END

awk -v distance="$DISTANCE" -v box="$BOX" 'BEGIN {
  print "Na+ and Cl-\n    2"
  printf "    1NA      NA    1%8.3f%8.3f%8.3f\n", (box - distance) / 2, box / 2, box / 2
  printf "    2CL      CL    2%8.3f%8.3f%8.3f\n", (box + distance) / 2, box / 2, box / 2
  printf "%10.5f%10.5f%10.5f\n", box, box, box
}' > ions.gro
$gmx solvate -cp ions.gro -cs spc216.gro -p topol.top -o water.gro

# The ions stay where they are while the water finds its place around them.
simulate minimize water.gro
simulate equilibrate minimize.gro
