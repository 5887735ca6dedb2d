namespace WestRpc.Programs.Tests;

/// <summary>Tests that change the environment of this process, and so run by themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessEnvironment
{
    public const string Name = "process environment";
}
