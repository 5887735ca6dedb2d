namespace WestRpc.ContractTests;

public sealed class SerialSpecs : WorkManagerSpecs
{
    private protected override string ManagerName => "serial";

    private protected override bool Encodes => false;

    private protected override bool RunsAtSubmission => true;
}

public sealed class IsolatedSerialSpecs : WorkManagerSpecs
{
    private protected override string ManagerName => "serial";

    private protected override WorkManagerOptions Options { get; } = new() { WorkerCount = 2, Isolate = true };

    private protected override bool Encodes => true;

    private protected override bool RunsAtSubmission => true;
}

public sealed class ThreadsSpecs : WorkManagerSpecs
{
    private protected override string ManagerName => "threads";

    private protected override bool Encodes => false;
}

public sealed class IsolatedThreadsSpecs : WorkManagerSpecs
{
    private protected override string ManagerName => "threads";

    private protected override WorkManagerOptions Options { get; } = new() { WorkerCount = 2, Isolate = true };

    private protected override bool Encodes => true;
}
