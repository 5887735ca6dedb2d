namespace WestRpc.ZeroMQ.Security;

/// <summary>What came is not sealed as it must be. The connection that it came from is to be closed; nobody else is harmed.</summary>
internal sealed class SealException : Exception
{
    public SealException(SealFault fault, string message)
        : base(message) => Fault = fault;

    public SealFault Fault { get; }
}
