using System.Text;
using MessagePack;
using WestRpc.Diagnostics;

namespace WestRpc.Programs;

/// <summary>All that is said of a program that failed, as it goes over the wire.</summary>
internal sealed record ProgramReport(
    ProgramFailure Failure, string Command, string Reason, int? ExitCode, int? Signal, string Host, string Worker, string Directory,
    string LastLines)
{
    private const int Fields = 9;

    public string Describe()
    {
        var text = new StringBuilder($"{Command} {Reason}");
        if (Failure != ProgramFailure.NotStarted)
            text.Append($" In {Directory}, on {Worker}.");
        if (LastLines.Length > 0)
            text.Append($" Its output ended with:{Environment.NewLine}{LastLines}");
        return text.ToString();
    }

    /// <summary>What its exit code says, as far as there are conventions.</summary>
    public static string DescribeExit(int code) => code switch
    {
        126 => "ended with exit code 126: it, or a command in it, was found but could not be executed (no permission, or not a program for this machine).",
        127 => "ended with exit code 127: a command in it was not found (is PATH as it should be on this machine?), or a library that it needs.",
        > 128 and < 193 => $"ended with exit code {code}: a command in it was ended by signal {code - 128} ({SignalName.Of(code - 128)}).",
        _ => $"ended with exit code {code}.",
    };

    public static string DescribeSignal(int signal) =>
        $"was ended by signal {signal} ({SignalName.Of(signal)}){(signal == 9 ? ", as the kernel and batch systems do where memory is used up." : ".")}";

    public void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(Fields);
        writer.Write((int)Failure);
        writer.Write(Command);
        writer.Write(Reason);
        Write(ref writer, ExitCode);
        Write(ref writer, Signal);
        writer.Write(Host);
        writer.Write(Worker);
        writer.Write(Directory);
        writer.Write(LastLines);
    }

    public static ProgramReport? Read(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
            return null;
        if (reader.ReadArrayHeader() != Fields)
            throw new MessagePackSerializationException("Not a report of a program.");
        return new ProgramReport(
            (ProgramFailure)reader.ReadInt32(), reader.ReadString() ?? "", reader.ReadString() ?? "", ReadNumber(ref reader), ReadNumber(ref reader),
            reader.ReadString() ?? "", reader.ReadString() ?? "", reader.ReadString() ?? "", reader.ReadString() ?? "");
    }

    private static void Write(ref MessagePackWriter writer, int? number)
    {
        if (number is { } value)
            writer.Write(value);
        else
            writer.WriteNil();
    }

    private static int? ReadNumber(ref MessagePackReader reader) => reader.TryReadNil() ? null : reader.ReadInt32();
}
