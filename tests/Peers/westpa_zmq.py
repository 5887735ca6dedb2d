"""Tasks a second of WESTPA's ZeroMQ work manager, all given to submit_many at once: westpa_zmq.py CHECKOUT COUNT WORKERS

CHECKOUT is one of github.com/westpa/westpa; only its work managers are loaded, so nothing of it has to be built."""

import os
import sys
import time
import types


def echo(value):
    return value


def main():
    checkout, count, workers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    westpa = types.ModuleType("westpa")
    westpa.__path__ = [os.path.join(checkout, "src", "westpa")]
    sys.modules["westpa"] = westpa
    from westpa.work_managers.zeromq import ZMQWorkManager

    with ZMQWorkManager(n_local_workers=workers) as manager:
        for future in manager.submit_many([(echo, (i,), {}) for i in range(200)]):
            future.get_result()
        started = time.perf_counter()
        futures = manager.submit_many([(echo, (i,), {}) for i in range(count)])
        for i, future in enumerate(futures):
            assert future.get_result() == i
        print(count / (time.perf_counter() - started), flush=True)


if __name__ == "__main__":
    main()
