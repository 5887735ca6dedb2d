"""Tasks a second of concurrent.futures.ProcessPoolExecutor, one submit a task: process_pool.py COUNT WORKERS"""

import sys
import time
from concurrent.futures import ProcessPoolExecutor


def echo(value):
    return value


if __name__ == "__main__":
    count, workers = int(sys.argv[1]), int(sys.argv[2])
    with ProcessPoolExecutor(workers) as pool:
        for future in [pool.submit(echo, i) for i in range(200)]:
            future.result()
        started = time.perf_counter()
        futures = [pool.submit(echo, i) for i in range(count)]
        for i, future in enumerate(futures):
            assert future.result() == i
        print(count / (time.perf_counter() - started))
