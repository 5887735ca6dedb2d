using System.Diagnostics;
using System.Globalization;

namespace WestRpc.Benchmarks;

/// <summary>What users would take instead, in Python: the scripts of <c>tests/Peers</c>, each of which prints a rate.</summary>
internal static class PythonPeer
{
    /// <summary>The distribution's, for which it has the packages.</summary>
    public const string Interpreter = "/usr/bin/python3";

    public static string ScriptOf(string name) => Path.Combine(AppContext.BaseDirectory, "Peers", $"{name}.py");

    /// <summary>Runs one to its end.</summary>
    public static async Task<double> RateAsync(ProcessStartInfo start)
    {
        using Process peer = Process.Start(start)!;
        string rate = await peer.StandardOutput.ReadToEndAsync();
        await peer.WaitForExitAsync();
        return double.Parse(rate, CultureInfo.InvariantCulture);
    }
}
