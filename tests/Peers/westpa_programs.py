"""Programs a second that tasks of WESTPA's threads work manager start: westpa_programs.py CHECKOUT COUNT WORKERS PROGRAM

CHECKOUT is one of github.com/westpa/westpa; only its work managers are loaded, so nothing of it has to be built. The program is
started as its executable propagator does, which can't be loaded by itself."""

import os
import subprocess
import sys
import time
import types


def run(program):
    environ = dict(os.environ)
    environ.update({"WEST_CURRENT_ITER": "1", "WEST_CURRENT_SEG_ID": "1"})
    with open(os.devnull, "rb") as stdin:
        process = subprocess.Popen([program], stdin=stdin, close_fds=True, env=environ)
    (_, _, usage) = os.wait4(process.pid, 0)
    return process.wait(), usage.ru_utime


def main():
    checkout, count, workers, program = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    westpa = types.ModuleType("westpa")
    westpa.__path__ = [os.path.join(checkout, "src", "westpa")]
    sys.modules["westpa"] = westpa
    from westpa.work_managers.threads import ThreadsWorkManager

    with ThreadsWorkManager(n_workers=workers) as manager:
        for future in manager.submit_many([(run, (program,), {}) for _ in range(20)]):
            future.get_result()
        started = time.perf_counter()
        for future in manager.submit_many([(run, (program,), {}) for _ in range(count)]):
            future.get_result()
        print(count / (time.perf_counter() - started), flush=True)


if __name__ == "__main__":
    main()
