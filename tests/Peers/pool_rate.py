"""Tasks a second of an executor of concurrent.futures' kind, one submit a task."""

import time


def rate(pool, function, count):
    for future in [pool.submit(function, i) for i in range(200)]:
        future.result()
    started = time.perf_counter()
    futures = [pool.submit(function, i) for i in range(count)]
    for i, future in enumerate(futures):
        assert future.result() == i
    return count / (time.perf_counter() - started)
