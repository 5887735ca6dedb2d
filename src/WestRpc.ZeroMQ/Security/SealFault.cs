namespace WestRpc.ZeroMQ.Security;

/// <summary>Why what came is not taken.</summary>
internal enum SealFault
{
    /// <summary>It does not begin as this protocol's messages do, or is none that may come here.</summary>
    NotOurs = 1,

    /// <summary>This protocol in another version.</summary>
    OtherVersion,

    /// <summary>A message or frame whose size can't be right.</summary>
    WrongSize,

    /// <summary>The seal does not fit: another secret, another session, direction or channel, or changed on its way.</summary>
    Forged,

    /// <summary>A public key with which every shared secret is zero.</summary>
    LowOrderKey,

    /// <summary>A frame's number is not the one that follows: frames were lost, came twice or out of order.</summary>
    OutOfSequence,

    /// <summary>A proof for an offer that was taken already.</summary>
    Replayed,

    /// <summary>The last number of a key was used.</summary>
    Exhausted,

    /// <summary>The session ended before.</summary>
    Closed,
}
