namespace TestProgram;

/// <summary>Children that say <c>starting ID</c> and go no further while there is a file of the name that the environment has.</summary>
internal static class HeldStart
{
    private const string Variable = "TEST_HOLDS_STARTS";

    public static string File => Environment.GetEnvironmentVariable(Variable) ?? "";

    public static void Wait()
    {
        if (Environment.GetEnvironmentVariable("WM_PROCESS_ID") is null || !System.IO.File.Exists(File))
            return;
        Console.WriteLine($"starting {Environment.ProcessId}");
        while (System.IO.File.Exists(File))
            Thread.Sleep(5);
    }
}
