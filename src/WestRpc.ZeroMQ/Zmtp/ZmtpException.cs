namespace WestRpc.ZeroMQ.Zmtp;

/// <summary>What came is not ZMTP 3 as we speak it. The connection that it came from is to be closed.</summary>
internal sealed class ZmtpException(string message) : Exception(message);
