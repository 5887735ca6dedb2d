"""Tasks a second of mpi4py.futures.MPIPoolExecutor, one submit a task, on the ranks above 0:
mpirun -n RANKS python3 -m mpi4py.futures mpi_pool.py COUNT"""

import sys
from mpi4py.futures import MPIPoolExecutor
from pool_rate import rate


def echo(value):
    return value


if __name__ == "__main__":
    count = int(sys.argv[1])
    with MPIPoolExecutor() as pool:
        print(rate(pool, echo, count))
