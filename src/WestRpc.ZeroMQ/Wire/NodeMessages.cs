using System.Globalization;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.ZeroMQ.Wire;

/// <summary>What a node says of itself when it joins.</summary>
/// <param name="Host">Its host's name.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Workers">How many workers it is to have; null where nobody said.</param>
/// <param name="Cores">The machine's cores.</param>
/// <param name="AllowedCores">Those that it may use.</param>
/// <param name="Resources">What it offers, as <c>WM_RESOURCES</c> has it.</param>
/// <param name="Instance">The same each time that this process joins, and no other's.</param>
internal sealed record NodeHello(
    string Host, int ProcessId, int? Workers, int Cores, int AllowedCores, string Resources, string Instance = "")
{
    private const int MostWorkers = 65_535;

    public ReadOnlyMemory<byte> Write() => TextMap.Write(
    [
        new("host", Host), new("pid", Text.Of(ProcessId)), new("workers", Workers is { } n ? Text.Of(n) : ""),
        new("cores", Text.Of(Cores)), new("allowed", Text.Of(AllowedCores)), new("resources", Resources),
        new("instance", Instance),
    ]);

    /// <exception cref="WireException">It is no such body.</exception>
    public static NodeHello Read(ReadOnlyMemory<byte> body)
    {
        Dictionary<string, string> texts = TextMap.Read(body);
        var hello = new NodeHello(
            Text.In(texts, "host"), Text.NumberIn(texts, "pid"), Text.In(texts, "workers").Length == 0 ? null : Text.NumberIn(texts, "workers"),
            Text.NumberIn(texts, "cores"), Text.NumberIn(texts, "allowed"), Text.In(texts, "resources"),
            texts.GetValueOrDefault("instance", ""));
        if ((hello.Workers ?? hello.AllowedCores) is < 0 or > MostWorkers)
            throw new WireException($"A node is to have {hello.Workers ?? hello.AllowedCores:N0} workers; from 0 to {MostWorkers:N0} are possible.");
        return hello;
    }
}

/// <summary>The master's answer to a node that joins.</summary>
/// <param name="FirstWorker">The number on its host of the node's first worker.</param>
/// <param name="Workers">How many workers it is to have.</param>
/// <param name="ResultsOffer">Lets it open the channel for results.</param>
/// <param name="AnnouncementsOffer">Lets it hear announcements.</param>
/// <param name="Group">Lets it open announcements.</param>
/// <param name="HeartbeatMilliseconds">How often the master says that it lives.</param>
internal sealed record NodeWelcome(int FirstWorker, int Workers, byte[] ResultsOffer, byte[] AnnouncementsOffer, byte[] Group, int HeartbeatMilliseconds)
{
    public ReadOnlyMemory<byte> Write() => TextMap.Write(
    [
        new("first", Text.Of(FirstWorker)), new("workers", Text.Of(Workers)), new("results", Convert.ToHexStringLower(ResultsOffer)),
        new("announcements", Convert.ToHexStringLower(AnnouncementsOffer)), new("group", Convert.ToHexStringLower(Group)), new("heartbeat", Text.Of(HeartbeatMilliseconds)),
    ]);

    /// <exception cref="WireException">It is no such body.</exception>
    public static NodeWelcome Read(ReadOnlyMemory<byte> body)
    {
        Dictionary<string, string> texts = TextMap.Read(body);
        return new NodeWelcome(
            Text.NumberIn(texts, "first"), Text.NumberIn(texts, "workers"), Text.BytesIn(texts, "results"), Text.BytesIn(texts, "announcements"),
            Text.BytesIn(texts, "group"), Text.NumberIn(texts, "heartbeat"));
    }
}

/// <summary>The master's answer to who only looks.</summary>
/// <param name="Version">Its version of WestRpc.</param>
/// <param name="Build">Its build of the program.</param>
/// <param name="Time">Its clock.</param>
internal sealed record MasterLook(string Version, string Build, DateTimeOffset Time)
{
    public ReadOnlyMemory<byte> Write() => TextMap.Write(
    [
        new("version", Version), new("build", Build),
        new("time", Time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
    ]);

    /// <exception cref="WireException">It is no such body.</exception>
    public static MasterLook Read(ReadOnlyMemory<byte> body)
    {
        Dictionary<string, string> texts = TextMap.Read(body);
        return long.TryParse(Text.In(texts, "time"), NumberStyles.None, CultureInfo.InvariantCulture, out long time)
            && time <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                ? new MasterLook(Text.In(texts, "version"), Text.In(texts, "build"), DateTimeOffset.FromUnixTimeMilliseconds(time))
                : throw new WireException("'time' in a frame of texts is no time.");
    }
}

/// <summary>Workers that come to a node and go.</summary>
internal static class WorkerMessages
{
    public static ReadOnlyMemory<byte> Joined(WorkerIdentity worker, ResourceSet offer)
    {
        List<KeyValuePair<string, string>> texts =
            [new("index", Text.Of(worker.Index)), new("host", worker.Host), new("pid", Text.Of(worker.ProcessId))];
        foreach ((string name, int amount) in offer.Amounts)
            texts.Add(new($"+{name}", Text.Of(amount)));
        return TextMap.Write(texts);
    }

    /// <exception cref="WireException">It is no such body.</exception>
    public static (WorkerIdentity Worker, ResourceSet Offer) ReadJoined(ReadOnlyMemory<byte> body)
    {
        Dictionary<string, string> texts = TextMap.Read(body);
        return (
            new WorkerIdentity(Text.NumberIn(texts, "index"), Text.In(texts, "host"), Text.NumberIn(texts, "pid")),
            new ResourceSet(texts.Keys.Where(static k => k.StartsWith('+')).Select(k => KeyValuePair.Create(k[1..], Text.NumberIn(texts, k)))));
    }

    public static ReadOnlyMemory<byte> Ended(WorkerEnd end) => TextMap.Write(
    [
        new("reason", end.Reason), new("code", end.ExitCode is { } code ? Text.Of(code) : ""),
        new("signal", end.Signal is { } signal ? Text.Of(signal) : ""), new("stderr", end.StandardError),
    ]);

    /// <exception cref="WireException">It is no such body.</exception>
    public static WorkerEnd ReadEnded(ReadOnlyMemory<byte> body)
    {
        Dictionary<string, string> texts = TextMap.Read(body);
        return new WorkerEnd(
            Text.In(texts, "reason"), Text.In(texts, "code").Length == 0 ? null : Text.NumberIn(texts, "code"),
            Text.In(texts, "signal").Length == 0 ? null : Text.NumberIn(texts, "signal"), Text.In(texts, "stderr"));
    }
}

/// <summary>Values of a body of texts.</summary>
file static class Text
{
    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string In(Dictionary<string, string> texts, string name) =>
        texts.TryGetValue(name, out string? text) ? text : throw new WireException($"A frame of texts has no '{name}'.");

    public static int NumberIn(Dictionary<string, string> texts, string name) =>
        int.TryParse(In(texts, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new WireException($"'{name}' in a frame of texts is no number.");

    public static byte[] BytesIn(Dictionary<string, string> texts, string name)
    {
        try
        {
            return Convert.FromHexString(In(texts, name));
        }
        catch (FormatException e)
        {
            throw new WireException($"'{name}' in a frame of texts are no bytes.", e);
        }
    }
}
