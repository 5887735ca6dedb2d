namespace WestRpc.ZeroMQ.Security;

/// <summary>The connections of one session; the values are on the wire.</summary>
internal enum SessionChannel : byte
{
    Tasks = 1,
    Results = 2,
    Announcements = 3,
}
