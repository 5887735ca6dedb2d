namespace WestRpc.ZeroMQ.Checks;

/// <summary>A line for each thing that was looked at, with a verdict.</summary>
internal sealed class CheckReport(WorkOutput output)
{
    /// <summary>How many lines say that something is wrong.</summary>
    public int Failures { get; private set; }

    public void Title(string text) => output.WriteLine(new WorkOutputLine(text, IsError: false));

    public void Ok(string what, string found) => Write("ok", what, found);

    /// <summary>Something is wrong: says what, and what to do.</summary>
    public void Failed(string what, string wrong)
    {
        Failures++;
        Write("FAILED", what, wrong);
    }

    public void Passed(string what, string? wrong, string found)
    {
        if (wrong is null)
            Ok(what, found);
        else
            Failed(what, wrong);
    }

    /// <summary>It can't be looked at before something else is well.</summary>
    public void Skipped(string what, string why) => Write("-", what, $"not looked at: {why}");

    private void Write(string verdict, string what, string text) => Title($"{verdict,-7} {what,-12} {text.TrimEnd('.')}");
}
