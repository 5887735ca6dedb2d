using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using MessagePack;
using MessagePack.Formatters;
using UserFormatters;
using WestRpc;
using WestRpc.Generators.Tests;
using WestRpc.Wire;

[assembly: WorkFormatter<IPAddress, AddressFormatter>]
[assembly: WorkFormatter<Energy, EnergyFormatter>]
[assembly: WorkFormatter<Molecule, MoleculeFormatter>]
[assembly: WorkFormatter<List<Energy>, EnergiesFormatter>]

namespace UserFormatters;

public readonly struct Energy
{
    private readonly double joules;

    private Energy(double joules) => this.joules = joules;

    public static Energy OfJoules(double joules) => new(joules);

    public double ToJoules() => joules;
}

public class Molecule(string formula)
{
    private readonly string hidden = formula;

    public string Show() => hidden;
}

public sealed class Excited(string formula) : Molecule(formula);

// A type of another assembly, whose loopback is of a type that nobody sees.
public sealed class AddressFormatter : IWorkFormatter<IPAddress>
{
    public static void Write(ref MessagePackWriter writer, IPAddress value, WireContext wire) => writer.Write(value.GetAddressBytes());

    public static IPAddress Read(ref MessagePackReader reader, WireContext wire) => new(WireFormat.ReadBytes(ref reader)!);
}

internal abstract class EnergyFormatter : IWorkFormatter<Energy>
{
    public static void Write(ref MessagePackWriter writer, Energy value, WireContext wire) => writer.Write(value.ToJoules());

    public static Energy Read(ref MessagePackReader reader, WireContext wire) => Energy.OfJoules(reader.ReadDouble());
}

public sealed class MoleculeFormatter : IWorkFormatter<Molecule>
{
    public static void Write(ref MessagePackWriter writer, Molecule value, WireContext wire) => writer.Write(value.Show());

    public static Molecule Read(ref MessagePackReader reader, WireContext wire) => new(reader.ReadString()!);
}

// Of a collection: as numbers.
public sealed class EnergiesFormatter : IWorkFormatter<List<Energy>>
{
    public static void Write(ref MessagePackWriter writer, List<Energy> value, WireContext wire) =>
        WireFormat.WriteBlock(ref writer, value.Select(e => e.ToJoules()).ToArray());

    public static List<Energy> Read(ref MessagePackReader reader, WireContext wire) =>
        [.. WireFormat.ReadBlock<double>(ref reader)!.Select(Energy.OfJoules)];
}

[MessagePackFormatter(typeof(TokenFormatter))]
public sealed class Token
{
    private Token(string text) => Text = text;

    public string Text { get; }

    public static Token Of(string text) => new(text);
}

public sealed class TokenFormatter : IMessagePackFormatter<Token?>
{
    public void Serialize(ref MessagePackWriter writer, Token? value, MessagePackSerializerOptions options) => writer.Write(value?.Text);

    public Token? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        reader.ReadString() is { } text ? Token.Of(text) : null;
}

[MessagePackFormatter(typeof(BoxFormatter<>))]
public sealed class Box<T>
{
    public T? Content;
}

public sealed class BoxFormatter<T> : IMessagePackFormatter<Box<T>>
{
    public void Serialize(ref MessagePackWriter writer, Box<T> value, MessagePackSerializerOptions options) => writer.Write($"{value.Content}");

    public Box<T> Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        reader.Skip();
        return new();
    }
}

public sealed class HexFormatter : IMessagePackFormatter<int>
{
    public void Serialize(ref MessagePackWriter writer, int value, MessagePackSerializerOptions options) => writer.Write(value.ToString("x"));

    public int Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => Convert.ToInt32(reader.ReadString(), 16);
}

[MessagePackObject]
public sealed class Keyed
{
    [Key(0)]
    [MessagePackFormatter(typeof(HexFormatter))]
    public int Hex { get; set; }

    [Key(1)]
    public int Plain { get; set; }

    [Key(2)]
    public Token? Token { get; set; }

    [Key(3)]
    public Energy? Energy { get; set; }
}

public sealed record Plain([property: MessagePackFormatter(typeof(HexFormatter))] int Hex, IPAddress? Address);

public static partial class Work
{
    [WorkTask]
    private static (IPAddress?, Dictionary<IPAddress, Energy?>, List<Energy>, Energy[]) Ours(
        IPAddress? a, Dictionary<IPAddress, Energy?> b, List<Energy> c, Energy[] d) => (a, b, c, d);

    [WorkTask]
    private static Molecule Unsealed(Molecule x) => x;

    [WorkTask]
    private static (Token?, Box<int>[], Keyed, Plain?) Theirs(Token? a, Box<int>[] b, Keyed c, Plain? d = null) => (a, b, c, d);
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        var ours = (
            (IPAddress?)null, new Dictionary<IPAddress, Energy?> { [IPAddress.Loopback] = Energy.OfJoules(2), [IPAddress.IPv6Any] = null },
            new List<Energy> { Energy.OfJoules(3) }, new[] { Energy.OfJoules(4) });
        var back = await Work.OursTask.SubmitAsync(work, ours.Item1, ours.Item2, ours.Item3, ours.Item4);
        Expect.Same((ours.Item1, ours.Item3, ours.Item4), (back.Item1, back.Item3, back.Item4));
        Expect.Same(ours.Item2[IPAddress.Loopback], back.Item2[IPAddress.Loopback]);
        Expect.Same(true, back.Item2.ContainsKey(IPAddress.IPv6Any));
        Expect.Same("H2O", (await Work.UnsealedTask.SubmitAsync(work, new Molecule("H2O"))).Show());
        Expect.Same("H2O", (await Work.UnsealedTask.SubmitAsync(work, new Excited("H2O"))).Show());
        var theirs = (Token.Of("t"), new Box<int>[] { new() }, new Keyed { Hex = 255, Plain = 256, Energy = Energy.OfJoules(5) }, new Plain(16, null));
        Expect.Same(theirs, await Work.TheirsTask.SubmitAsync(work, theirs.Item1, theirs.Item2, theirs.Item3, theirs.Item4));
        Expect.Same(null, (await Work.TheirsTask.SubmitAsync(work, null, [], new())).Item1);
    }
}
