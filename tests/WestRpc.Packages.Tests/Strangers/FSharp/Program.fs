open System
open System.Threading.Tasks
open Library
open WestRpc

[<EntryPoint>]
let main args =
    WorkTasks.Load typeof<Number>

    WorkApplication.RunAsync(args, Func<WorkRun, Task>(fun run ->
        task {
            let! squares = Task.WhenAll [ for i in 1 .. 4 -> Squares.OfTask.SubmitAsync(run.Work, Number i) ]
            printfn "%s" (squares |> Seq.map (fun s -> string s.Value) |> String.concat " ")
            let inMaster = squares |> Seq.exists (fun s -> s.ProcessId = Environment.ProcessId)
            printfn "%s" (if inMaster then "in the master" else "in children")
        })).GetAwaiter().GetResult()
