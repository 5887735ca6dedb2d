#nullable disable
using System.Collections.Generic;
using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace Oblivious;

public sealed record Old(string Text, List<string> Texts);

public sealed class Older(string text)
{
    public string Text { get; } = text;

    public Old[] More { get; set; }
}

public static partial class Work
{
    [WorkTask]
    private static string Echo(string text = null) => text;

    [WorkTask]
    private static Task<List<string>> ListAsync(List<string> list, Dictionary<string, string[]> map) => Task.FromResult(list);

    [WorkTask]
    private static Older Objects(Older x) => x;

#nullable enable
    [WorkTask]
    private static List<string?>? Mixed(List<string> list, Older? x, Old y) => [.. list, x?.Text, y.Text];
#nullable disable
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        Expect.Same(null, await Work.EchoTask.SubmitAsync(work));
        Expect.Same(new List<string> { null }, await Work.ListTask.SubmitAsync(work, [null], null));
        var older = new Older(null) { More = [null, new Old(null, ["a", null])] };
        Expect.Same(older, await Work.ObjectsTask.SubmitAsync(work, older));
        Expect.Same(new List<string> { "a", null, null }, await Work.MixedTask.SubmitAsync(work, ["a"], null, new Old(null, null)));
    }
}
