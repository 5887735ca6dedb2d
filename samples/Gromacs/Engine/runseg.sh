#!/bin/sh
# Propagates one segment, as WESTPA's scripts of this name do: all that it must know is in its environment.
set -e
gmx="gmx -quiet -nobackup"

sed "s/SEED/$WEST_RAND32/" "$WEST_SIM_ROOT/segment.mdp" > segment.mdp
$gmx grompp -f segment.mdp -p "$WEST_SIM_ROOT/topol.top" -c "$WEST_PARENT_DATA_REF/seg.gro" -t "$WEST_PARENT_DATA_REF/seg.cpt" -o seg.tpr -po used.mdp
$gmx mdrun -deffnm seg -ntmpi 1 -ntomp "${OMP_NUM_THREADS:-1}" -reprod
$gmx distance -s seg.tpr -f seg.xtc -select 'resname NA plus resname CL' -oall distance.xvg -xvg none
awk '{ print $2 }' distance.xvg > "$WEST_PCOORD_RETURN"
