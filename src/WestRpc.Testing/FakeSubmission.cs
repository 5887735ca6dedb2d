using System.Globalization;

namespace WestRpc.Testing;

/// <summary>What a <see cref="FakeWorkManager"/> knows of one submitted call.</summary>
public sealed class FakeSubmission
{
    internal FakeSubmission(WorkEnvelope call, WorkOptions? options, Task completion)
    {
        Call = call;
        Options = options;
        Completion = completion;
    }

    /// <summary>The call as it was submitted. A worker gets a copy, through <see cref="Arguments"/>.</summary>
    public WorkEnvelope Call { get; }

    /// <summary>The identity of the task.</summary>
    public string TaskName => Call.Descriptor.Name;

    /// <summary>What was asked for with it.</summary>
    public WorkOptions? Options { get; }

    /// <summary>The submission's <see cref="WorkOptions.Label"/>.</summary>
    public string? Label => Options?.Label;

    /// <summary>The arguments as they are sent, one MessagePack array; empty where they can't be.</summary>
    public ReadOnlyMemory<byte> Arguments { get; internal set; }

    /// <summary>The result as it is sent: empty until there is one, and where the task returns nothing.</summary>
    public ReadOnlyMemory<byte> Result { get; internal set; }

    /// <summary>How many attempts have begun.</summary>
    public int Attempts { get; internal set; }

    /// <summary>The task that the submitter has: its status and exception say what became of the call.</summary>
    public Task Completion { get; }

    /// <summary>
    /// One line of what does not change from run to run: name, label, arguments in hexadecimal digits, attempts and outcome.
    /// Made for snapshots of what a program submits.
    /// </summary>
    public override string ToString()
    {
        string label = Label is null ? "" : $" ({Label})";
        string attempts = Attempts == 1 ? "1 attempt" : string.Create(CultureInfo.InvariantCulture, $"{Attempts} attempts");
        return $"{TaskName}{label} {Convert.ToHexStringLower(Arguments.Span)}: {attempts}, {Outcome}";
    }

    private string Outcome => Completion switch
    {
        { IsCompletedSuccessfully: true } => "completed",
        { IsCanceled: true } => "canceled",
        { Exception.InnerException: WorkTaskException e } => $"failed with {e.RemoteType}: {e.RemoteMessage}",
        { Exception.InnerException: { } e } => $"failed with {e.GetType().FullName}",
        _ => "pending",
    };
}
