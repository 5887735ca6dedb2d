using System.Globalization;
using TestProgram;
using WestRpc;

// A real program for the end-to-end tests: the first argument says how it behaves.
string mode = args.Length == 0 ? "" : args[0];
HeldStart.Wait();
if (mode == "fragile-replacement" && FragileReplacement.EndsHere(args[1]))
    return 7;
if (mode == "crash-in-child" && Environment.GetEnvironmentVariable("WM_PROCESS_ID") is not null)
{
    Console.Error.WriteLine("cannot open the force field");
    return 7;
}

return await WorkApplication.RunAsync(args, async run =>
{
    await Nodes.JoinAsync(run.Work);
    switch (mode)
    {
        case "wait":
            int count = run.Arguments.Count > 1 ? int.Parse(run.Arguments[1], CultureInfo.InvariantCulture) : run.Work.WorkerCount;
            await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Work.WaitTask.SubmitAsync(run.Work)));
            return 0;
        case "stubborn":
            run.Cancellation.Register(static () => Console.WriteLine("interrupted"));
            await Task.WhenAll(Enumerable.Range(0, run.Work.WorkerCount).Select(_ => Work.SpinTask.SubmitAsync(run.Work)));
            return 0;
        case "wait-in-body":
            Console.WriteLine("in body");
            await Task.Delay(Timeout.Infinite, run.Cancellation);
            return 0;
        case "save-after-signal":
            try
            {
                await Task.WhenAll(Enumerable.Range(0, run.Work.WorkerCount).Select(_ => Work.WaitTask.SubmitAsync(run.Work)));
            }
            catch (OperationCanceledException)
            {
                Console.WriteLine("saving");
                Console.ReadLine();
            }

            return 0;
        case "callbacks":
            Task waiting = Work.WaitTask.SubmitAsync(run.Work);
            run.Cancellation.Register(static () => throw new InvalidOperationException("this callback is not well"));
            run.Cancellation.Register(() => waiting.ContinueWith(static _ => { }, TaskScheduler.Default).Wait());
            await waiting.ContinueWith(static _ => { }, TaskScheduler.Default);
            Console.WriteLine("interrupted in order");
            return 0;
        case "hold":
            await Held.RunAsync(run, args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
            return 0;
        case "surroundings":
            await Surroundings.RunAsync(run, args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
            return 0;
        case "fragile-replacement":
            await FragileReplacement.RunAsync(run, args[1]);
            return 0;
        case "fault":
            return await Faults.RunAsync(run, [.. run.Arguments.Skip(1)]);
        case "soak":
            return await Soak.RunAsync(run, TimeSpan.FromSeconds(int.Parse(run.Arguments[1], CultureInfo.InvariantCulture)), run.Arguments[2]);
        case "throw":
            throw new InvalidOperationException("the body is not well");
        case "fail":
            await Work.FailTask.SubmitAsync(run.Work);
            return 0;
        case "arguments":
            Console.WriteLine(string.Join('|', run.Arguments));
            Console.WriteLine($"{run.Work.Name} {run.Work.WorkerCount}");
            return 0;
        case "print":
            await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Work.PrintTask.SubmitAsync(run.Work, i)));
            return 0;
        case "crash-in-child":
            await Work.FailTask.SubmitAsync(run.Work);
            return 0;
        default:
            return int.Parse(mode, CultureInfo.InvariantCulture);
    }
}, static managers => managers.AddMpi().AddZeroMQ());
