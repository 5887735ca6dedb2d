// Real programs that are killed, stopped and starved: one at a time, and with nothing else.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
