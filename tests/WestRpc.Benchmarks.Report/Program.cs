using WestRpc.Benchmarks.Figures;
using WestRpc.Benchmarks.Report;

try
{
    switch (args)
    {
        case ["merge", var output, .. { Length: > 0 } parts]:
            Results.Merge(parts.Select(Results.Read)).Write(output);
            return 0;
        case ["render", var results, var document]:
            ReportWriter.Write(Results.Read(results), document);
            return 0;
        default:
            Console.Error.WriteLine("merge OUTPUT RESULTS…: one file of several\nrender RESULTS DOCUMENT: tables into the marked regions of the document, plots into the folder of its name beside it");
            return 2;
    }
}
catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
