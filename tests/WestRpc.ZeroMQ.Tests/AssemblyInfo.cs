// Some tests change the environment of the process, some look at what a thread allocates: one at a time.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

// Files' permissions and owners.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
