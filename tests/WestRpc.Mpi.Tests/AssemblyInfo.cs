// Ranks share two cores with nothing but each other.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
