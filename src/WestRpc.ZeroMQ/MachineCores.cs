using System.Globalization;

namespace WestRpc.ZeroMQ;

/// <summary>The cores of this machine, of which .NET tells those that this process may use.</summary>
internal static class MachineCores
{
    private const string Online = "/sys/devices/system/cpu/online";

    public static int Present { get; } = Math.Max(Environment.ProcessorCount, Read());

    /// <summary>Of a list such as <c>0-3,8</c>; 0 where it is none.</summary>
    internal static int Count(string list)
    {
        int sum = 0;
        foreach (string range in list.Trim().Split(','))
        {
            string[] ends = range.Split('-');
            if (!int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
                || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last))
                return 0;
            sum += last - first + 1;
        }

        return sum;
    }

    private static int Read()
    {
        try
        {
            return Count(File.ReadAllText(Online));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
