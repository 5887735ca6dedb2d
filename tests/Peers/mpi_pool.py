"""Tasks a second of mpi4py.futures.MPIPoolExecutor, one submit a task, on the ranks above 0:
mpirun -n RANKS python3 -m mpi4py.futures mpi_pool.py COUNT"""

import sys
import time
from mpi4py.futures import MPIPoolExecutor


def echo(value):
    return value


if __name__ == "__main__":
    count = int(sys.argv[1])
    with MPIPoolExecutor() as pool:
        for future in [pool.submit(echo, i) for i in range(200)]:
            future.result()
        started = time.perf_counter()
        futures = [pool.submit(echo, i) for i in range(count)]
        for i, future in enumerate(futures):
            assert future.result() == i
        print(count / (time.perf_counter() - started))
