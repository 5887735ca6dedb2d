using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace WestRpc;

/// <summary>
/// The variables that WESTPA's executable propagator sets, so that its <c>runseg.sh</c> runs unchanged. Those of the files that
/// the script is to write, <c>WEST_PCOORD_RETURN</c> and the like, come from <see cref="ExternalProgram.ReturnFiles"/>.
/// </summary>
public static class WestEnvironment
{
    /// <summary>For <see cref="ExternalProgram.Environment"/>.</summary>
    public static IReadOnlyDictionary<string, string?> For(WestSegment segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        string root = Path.GetFullPath(segment.Root ?? Environment.GetEnvironmentVariable("WEST_SIM_ROOT") ?? Environment.CurrentDirectory);
        bool continues = segment.ParentId is not null;
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["WEST_SIM_ROOT"] = root,
            ["WEST_CURRENT_ITER"] = Text(segment.Iteration),
            ["WEST_CURRENT_SEG_ID"] = Text(segment.Id),
            ["WEST_CURRENT_SEG_DATA_REF"] = Below(root, segment.DataRef ?? DataRefOf(segment.Iteration, segment.Id)),
            ["WEST_CURRENT_SEG_INITPOINT_TYPE"] = continues ? "SEG_INITPOINT_CONTINUES" : "SEG_INITPOINT_NEWTRAJ",
        };
        string? parent = segment.ParentDataRef ?? (segment.ParentId is { } id ? DataRefOf(segment.Iteration - 1, id)
            : segment.InitialStateDataRef ?? segment.BasisStateDataRef);
        Add("WEST_PARENT_ID", segment.ParentId);
        AddPath("WEST_PARENT_DATA_REF", parent);
        Add("WEST_BSTATE_ID", segment.BasisStateId);
        AddPath("WEST_BSTATE_DATA_REF", segment.BasisStateDataRef);
        Add("WEST_ISTATE_ID", segment.InitialStateId);
        AddPath("WEST_ISTATE_DATA_REF", segment.InitialStateDataRef);
        AddRandomValues(variables, segment);
        return variables;

        void Add(string name, long? value) => variables[name] = value is { } number ? Text(number) : null;

        void AddPath(string name, string? path) => variables[name] = path is null ? null : Below(root, path);
    }

    /// <summary>
    /// Makes the segment's data directory anew, as WESTPA does before each run of the script, so that a retry finds nothing of the
    /// attempt before. For <see cref="ExternalProgram.WorkingDirectory"/>, where the script is to write there itself.
    /// </summary>
    /// <returns>The full path.</returns>
    /// <exception cref="IOException">It can't be made.</exception>
    /// <exception cref="ArgumentException">The simulation's folder is in it, and would go.</exception>
    public static string PrepareDirectory(WestSegment segment)
    {
        IReadOnlyDictionary<string, string?> variables = For(segment);
        string path = Path.TrimEndingDirectorySeparator(variables["WEST_CURRENT_SEG_DATA_REF"]!);
        if ($"{variables["WEST_SIM_ROOT"]}/".StartsWith(path == "/" ? path : $"{path}/", StringComparison.Ordinal))
            throw new ArgumentException($"'{path}' can't be made anew for a segment: it holds '{variables["WEST_SIM_ROOT"]}'.", nameof(segment));
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        return Directory.CreateDirectory(path).FullName;
    }

    private static void AddRandomValues(Dictionary<string, string?> variables, WestSegment segment)
    {
        Span<byte> key = stackalloc byte[20];
        BinaryPrimitives.WriteUInt64LittleEndian(key, segment.Seed);
        BinaryPrimitives.WriteInt32LittleEndian(key[8..], segment.Iteration);
        BinaryPrimitives.WriteInt64LittleEndian(key[12..], segment.Id);
        ReadOnlySpan<byte> first = SHA256.HashData(key);
        ReadOnlySpan<byte> second = SHA256.HashData(first);
        variables["WEST_RAND16"] = BinaryPrimitives.ReadUInt16LittleEndian(first).ToString(CultureInfo.InvariantCulture);
        variables["WEST_RAND32"] = BinaryPrimitives.ReadUInt32LittleEndian(first[4..]).ToString(CultureInfo.InvariantCulture);
        variables["WEST_RAND64"] = BinaryPrimitives.ReadUInt64LittleEndian(first[8..]).ToString(CultureInfo.InvariantCulture);
        variables["WEST_RAND128"] = BinaryPrimitives.ReadUInt128LittleEndian(first[16..]).ToString(CultureInfo.InvariantCulture);
        variables["WEST_RANDFLOAT"] = ((BinaryPrimitives.ReadUInt64LittleEndian(second) >> 11) / (double)(1UL << 53)).ToString("R", CultureInfo.InvariantCulture);
    }

    private static string DataRefOf(int iteration, long id) => string.Create(CultureInfo.InvariantCulture, $"traj_segs/{iteration:D6}/{id:D6}");

    private static string Below(string root, string path) => Path.GetFullPath(path, root);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
