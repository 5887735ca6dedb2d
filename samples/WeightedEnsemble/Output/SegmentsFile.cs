using System.Runtime.CompilerServices;
using PureHDF;
using PureHDF.Filters;
using PureHDF.Selections;
using PureHDF.VOL.Native;
using WeightedEnsemble.Model;
using WeightedEnsemble.Sampling;

namespace WeightedEnsemble.Output;

/// <summary>
/// <c>segments.h5</c>: a row for each segment, in columns, and of the system what it takes to redo the analysis. Written a
/// chunk at a time: what is in memory does not grow with the run.
/// </summary>
internal static class SegmentsFile
{
    private const int ChunkLength = 1 << 16;
    private const int CompressionLevel = 1;

    /// <summary>False in a program that was published as native code, where the HDF5 library, which makes code while it runs, can't.</summary>
    public static bool IsSupported => RuntimeFeature.IsDynamicCodeSupported;

    public static void Write(string path, string inputName, SimulationInput input, Replica replica)
    {
        // Said here again, where the linker sees that what follows has no place in a native program.
        if (RuntimeFeature.IsDynamicCodeSupported)
            WriteColumns(path, inputName, input, replica);
    }

    private static void WriteColumns(string path, string inputName, SimulationInput input, Replica replica)
    {
        SegmentLog log = replica.Log!;
        var file = new H5File();
        foreach ((string name, object value) in Attributes(inputName, input, replica))
            file.Attributes[name] = value;
        file["first_row"] = FirstRows(replica.Records);
        var columns = new Columns(file, log.Count);
        using H5NativeWriter writer = file.BeginWrite(path);
        ulong at = 0;
        foreach (LoggedSegment[] block in log.ReadBlocks(ChunkLength))
        {
            columns.Write(writer, at, block);
            at += (ulong)block.Length;
        }
    }

    private static IEnumerable<(string Name, object Value)> Attributes(string inputName, SimulationInput input, Replica replica)
    {
        yield return ("input", Path.GetFileName(inputName));
        yield return ("seed", replica.Seed);
        yield return ("iterations", replica.Records.Count);
        yield return ("discard", input.Discard);
        yield return ("source", input.Source);
        yield return (input.Target.Above is null ? "target_below" : "target_above", input.Target.Edge);
        yield return ("segment_time", input.StepsPerSegment * input.TimeStep);
        yield return ("bin_boundaries", input.BinBoundaries);
    }

    /// <summary>For each iteration the row of its first segment, and at the end the number of rows.</summary>
    private static long[] FirstRows(IReadOnlyList<IterationRecord> records)
    {
        long[] rows = new long[records.Count + 1];
        for (int i = 0; i < records.Count; i++)
            rows[i + 1] = rows[i] + records[i].Walkers;
        return rows;
    }

    private sealed class Columns(H5File file, long rows)
    {
        private readonly H5Dataset<int[]> iteration = Add<int>(file, "iteration", rows);
        private readonly H5Dataset<int[]> id = Add<int>(file, "id", rows);
        private readonly H5Dataset<int[]> parent = Add<int>(file, "parent", rows);
        private readonly H5Dataset<double[]> weight = Add<double>(file, "weight", rows);
        private readonly H5Dataset<double[]> start = Add<double>(file, "start", rows);
        private readonly H5Dataset<double[]> end = Add<double>(file, "end", rows);

        public void Write(H5NativeWriter writer, ulong at, LoggedSegment[] block)
        {
            var selection = new HyperslabSelection(at, (ulong)block.Length);
            Column(iteration, static s => s.Iteration);
            Column(id, static s => s.Id);
            Column(parent, static s => s.Parent);
            Column(weight, static s => s.Weight);
            Column(start, static s => s.Start);
            Column(end, static s => s.End);

            void Column<T>(H5Dataset<T[]> column, Func<LoggedSegment, T> of) =>
                writer.Write(column, Array.ConvertAll(block, s => of(s)), fileSelection: selection);
        }

        private static H5Dataset<T[]> Add<T>(H5File file, string name, long rows)
        {
            var compressed = new H5DatasetCreation(Filters:
            [
                ShuffleFilter.Id,
                new H5Filter(DeflateFilter.Id, new() { [DeflateFilter.COMPRESSION_LEVEL] = CompressionLevel }),
            ]);
            var column = new H5Dataset<T[]>([(ulong)rows], [(uint)Math.Min(rows, ChunkLength)], compressed);
            file[name] = column;
            return column;
        }
    }
}
