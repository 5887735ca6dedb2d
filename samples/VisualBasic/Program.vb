Imports System.Globalization
Imports MonteCarlo
Imports WestRpc

Module Program
    Function Main(args As String()) As Integer
        ' Tasks are written in C#. A C# program finds those of the libraries that it refers to by itself; here they are named.
        WorkTasks.Load(GetType(Throws))
        Return WorkApplication.RunAsync(args, AddressOf RunAsync).GetAwaiter().GetResult()
    End Function

    Private Async Function RunAsync(run As WorkRun) As Task
        Dim all = Await Task.WhenAll(Enumerable.Range(0, 20).Select(Function(seed) Dartboard.ThrowTask.SubmitAsync(run.Work, seed, 100_000)))
        Dim pi = 4.0 * all.Sum(Function(t) t.Hits) / all.Sum(Function(t) t.Darts)
        Console.WriteLine($"pi is about {pi.ToString("F3", CultureInfo.InvariantCulture)}")
    End Function
End Module
