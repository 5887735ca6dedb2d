namespace WestRpc.Tests.Transports;

/// <summary>Sets variables of this process until it is disposed.</summary>
internal sealed class ProcessEnvironment : IDisposable
{
    private readonly List<(string Name, string? Value)> before = [];

    public ProcessEnvironment Set(string name, string? value)
    {
        before.Add((name, Environment.GetEnvironmentVariable(name)));
        Environment.SetEnvironmentVariable(name, value);
        return this;
    }

    public void Dispose()
    {
        foreach ((string name, string? value) in Enumerable.Reverse(before))
            Environment.SetEnvironmentVariable(name, value);
    }
}
