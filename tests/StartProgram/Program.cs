using System.Diagnostics;
using System.Globalization;
using StartProgram;
using WestRpc;

// Milliseconds from here to the first results from all workers, or to the connections of as many bare children; or the
// process ids of a master and its workers, which then do nothing until the input ends.
if (await WorkApplication.ServeIfWorkerAsync() is { } code)
    return code;
if (BareChildren.ServeIfChild())
    return 0;
long started = Stopwatch.GetTimestamp();
switch (args)
{
    case ["work", var count]:
        await using (IWorkManager work = await FirstResults.StartAsync(int.Parse(count, CultureInfo.InvariantCulture)))
            Print(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return 0;
    case ["bare", var count]:
        using (new BareChildren(int.Parse(count, CultureInfo.InvariantCulture)))
            Print(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return 0;
    case ["idle", var count]:
        await using (IWorkManager work = await FirstResults.StartAsync(int.Parse(count, CultureInfo.InvariantCulture)))
        {
            Console.WriteLine(string.Join(' ', FirstResults.Workers.Prepend(Environment.ProcessId)));
            Console.ReadLine();
        }

        return 0;
    default:
        Console.Error.WriteLine("work COUNT, bare COUNT or idle COUNT");
        return 2;
}

static void Print(double milliseconds) => Console.WriteLine(milliseconds.ToString(CultureInfo.InvariantCulture));
