"""Tasks a second of concurrent.futures.ProcessPoolExecutor, one submit a task: process_pool.py COUNT WORKERS"""

import sys
from concurrent.futures import ProcessPoolExecutor
from pool_rate import rate


def echo(value):
    return value


if __name__ == "__main__":
    count, workers = int(sys.argv[1]), int(sys.argv[2])
    with ProcessPoolExecutor(workers) as pool:
        print(rate(pool, echo, count))
