open System
open System.Threading.Tasks
open MonteCarlo
open WestRpc

[<EntryPoint>]
let main args =
    // Tasks are written in C#. A C# program finds those of the libraries that it refers to by itself; here they are named.
    WorkTasks.Load typeof<Throws>

    WorkApplication.RunAsync(args, Func<WorkRun, Task>(fun run ->
        task {
            let! all = Task.WhenAll [ for seed in 0 .. 19 -> Dartboard.ThrowTask.SubmitAsync(run.Work, seed, 100_000) ]
            let pi = 4.0 * float (all |> Seq.sumBy _.Hits) / float (all |> Seq.sumBy _.Darts)
            printfn $"pi is about %.3f{pi}"
        })).GetAwaiter().GetResult()
