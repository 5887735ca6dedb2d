"""What users of Python would take instead, asked on standard input and answering with numbers: peer.py NAME WORKERS [CHECKOUT]

CHECKOUT is one of github.com/westpa/westpa; only its work managers are loaded, so nothing of it has to be built. Started with the
name alone it says which version that is."""

import importlib
import os
import signal
import sys
import tempfile
import time
import types
from importlib import metadata


def echo(value):
    return value


def compute(microseconds):
    """Computes for so long; what others take of the core does not count."""
    end = time.thread_time() + microseconds / 1e6
    while time.thread_time() < end:
        pass


def hold(path):
    while os.path.exists(path):
        time.sleep(0.02)


def meet(folder, workers):
    """Ends when as many workers as there are have come here."""
    open(os.path.join(folder, str(os.getpid())), "w").close()
    while len(os.listdir(folder)) < workers:
        time.sleep(0.0001)


class Pool:
    """An executor of concurrent.futures' kind."""

    def __init__(self, pool):
        self.pool = pool

    def submit(self, function, *arguments):
        return self.pool.submit(function, *arguments)

    def result(self, future):
        return future.result()

    def each(self, function, values):
        futures = [self.submit(function, value) for value in values]
        return [self.result(future) for future in futures]

    def all(self, function, values):
        return list(self.pool.map(function, values, chunksize=50))

    # Calls that take time are not to stand behind each other in one chunk.
    singly = each


class Batches(Pool):
    """joblib, which decides itself how many calls go together."""

    def each(self, function, values):
        from joblib import delayed

        return self.pool(delayed(function)(value) for value in values)

    all = singly = each


class Dask(Pool):
    def submit(self, function, *arguments):
        return self.pool.submit(function, *arguments, pure=False)

    def all(self, function, values):
        return self.pool.gather(self.pool.map(function, values, pure=False))

    singly = all


class Westpa(Pool):
    def submit(self, function, *arguments):
        return self.pool.submit(function, arguments, {})

    def result(self, future):
        return future.get_result()

    def all(self, function, values):
        return [self.result(f) for f in self.pool.submit_many([(function, (v,), {}) for v in values])]

    singly = all


def process_pool(workers, _):
    from concurrent.futures import ProcessPoolExecutor

    return Pool(ProcessPoolExecutor(workers))


def thread_pool(workers, _):
    from concurrent.futures import ThreadPoolExecutor

    return Pool(ThreadPoolExecutor(workers))


def loky(workers, _):
    from joblib.externals.loky import get_reusable_executor

    return Pool(get_reusable_executor(workers, timeout=3600))


def joblib(workers, _):
    from joblib import Parallel

    return Batches(Parallel(n_jobs=workers).__enter__())


def dask(workers, _):
    from distributed import Client, LocalCluster

    return Dask(Client(LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None)))


def mpi_pool(_, __):
    from mpi4py.futures import MPIPoolExecutor

    return Pool(MPIPoolExecutor())


def westpa(checkout):
    if "westpa" not in sys.modules:
        package = types.ModuleType("westpa")
        package.__path__ = [os.path.join(checkout, "src", "westpa")]
        sys.modules["westpa"] = package
    return importlib.import_module("westpa.work_managers")


def started(manager):
    manager.startup()
    return Westpa(manager)


def westpa_threads(workers, checkout):
    return started(westpa(checkout).ThreadsWorkManager(workers))


def westpa_processes(workers, checkout):
    return started(westpa(checkout).ProcessWorkManager(workers))


def westpa_zmq(workers, checkout):
    westpa(checkout)
    from westpa.work_managers.zeromq import ZMQWorkManager
    from westpa.work_managers.zeromq.core import ZMQCore

    # It is stopped while others are measured, for longer than its limit.
    ZMQCore.default_timeout_factor = 1000.0
    return started(ZMQWorkManager(n_local_workers=workers))


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Questions:
    def __init__(self, pool, workers, seconds):
        self.pool = pool
        self.workers = workers
        self.seconds = seconds

    def start(self):
        """Seconds to the first results from all workers."""
        return [self.seconds]

    def process(self):
        return [os.getpid()]

    def rate(self, count):
        """Seconds for so many small calls, one submit each."""
        return self.timed(lambda: self.check(count, self.pool.each(echo, range(count))))

    def rate_many(self, count):
        """The same with all given at once, as the library would have it."""
        return self.timed(lambda: self.check(count, self.pool.all(echo, range(count))))

    def latency(self, count):
        """Microseconds of each of so many calls, one after the other."""
        times = []
        for i in range(count):
            began = time.perf_counter()
            self.pool.result(self.pool.submit(echo, i))
            times.append((time.perf_counter() - began) * 1e6)
        return times

    def large(self, size, count, in_flight):
        """Seconds for so many large calls that come back, some of them at a time."""
        data = bytes(size)

        def run():
            futures = []
            for i in range(count):
                if i >= in_flight:
                    self.pool.result(futures[i - in_flight])
                    futures[i - in_flight] = None
                futures.append(self.pool.submit(echo, data))
            for future in futures[-in_flight:]:
                assert len(self.pool.result(future)) == size

        return self.timed(run)

    def compute(self, count, microseconds):
        """Seconds for so many calls that compute."""
        return self.timed(lambda: self.pool.singly(compute, [microseconds] * count))

    def durations(self, path):
        with open(path) as file:
            durations = [int(line) for line in file]
        return self.timed(lambda: self.pool.singly(compute, durations))

    def queue(self, count):
        """Bytes for each call that waits."""
        handle, path = tempfile.mkstemp()
        os.close(handle)
        held = [self.pool.submit(hold, path) for _ in range(self.workers)]
        before = resident()
        futures = [self.pool.submit(echo, i) for i in range(count)]
        time.sleep(1)
        each = (resident() - before) / count
        os.unlink(path)
        for future in held + futures:
            self.pool.result(future)
        return [each]

    @staticmethod
    def timed(action):
        began = time.perf_counter()
        action()
        return [time.perf_counter() - began]

    @staticmethod
    def check(count, results):
        assert list(results) == list(range(count))


PACKAGES = {"loky": "joblib", "joblib": "joblib", "dask": "distributed", "mpi_pool": "mpi4py"}


def version(name):
    """As it is installed; 0 where its package is not its version."""
    if name.startswith("westpa"):
        return "0"
    return metadata.version(PACKAGES[name]) if name in PACKAGES else sys.version.split()[0]


def main():
    name = sys.argv[1]
    if len(sys.argv) == 2:
        globals()[name]  # so that a name that is none is not taken for one that is there
        print(version(name))
        return
    workers, checkout = int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None
    if name in PACKAGES:
        importlib.import_module(PACKAGES[name])
    elif checkout:
        westpa(checkout)
    began = time.perf_counter()
    pool = globals()[name](workers, checkout)
    if name == "joblib":
        pool.each(echo, range(workers))
    elif "threads" in name or name == "thread_pool":
        pool.result(pool.submit(echo, 0))
    else:
        with tempfile.TemporaryDirectory() as folder:
            for future in [pool.submit(meet, folder, workers) for _ in range(workers)]:
                pool.result(future)
    questions = Questions(pool, workers, time.perf_counter() - began)
    for line in sys.stdin:
        question, *arguments = line.split()
        answer = getattr(questions, question.replace("-", "_"))(*[a if "/" in a else int(a) for a in arguments])
        print(*answer, flush=True)

    # The end of some of them may never come, and their processes would stay.
    if os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(0)


if __name__ == "__main__":
    main()
