using System.Collections.Immutable;

namespace WestRpc.Programs;

/// <summary>What one attempt at a task made for itself: it ends with the attempt, whatever the method forgot.</summary>
internal sealed class AttemptBelongings : IDisposable
{
    private readonly CancellationTokenSource ended = new();
    private ImmutableList<ScratchDirectory> scratch = [];
    private ImmutableList<Task> programs = [];

    /// <summary>Fires when the attempt has ended.</summary>
    public CancellationToken Ended => ended.Token;

    public void Add(ScratchDirectory directory) =>
        ImmutableInterlocked.Update(ref scratch, static (all, added) => all.Add(added), directory);

    /// <summary>A program that runs until its task completes, or <see cref="Ended"/> ends it.</summary>
    public void Add(Task program) => ImmutableInterlocked.Update(ref programs, static (all, added) => all.Add(added), program);

    public void Remove(Task program) => ImmutableInterlocked.Update(ref programs, static (all, removed) => all.Remove(removed), program);

    /// <summary>Ends programs that nobody awaited, and then removes the directories.</summary>
    public void End(bool failed)
    {
        if (programs.Count > 0)
        {
            ended.Cancel();
            Task.WhenAll(programs).ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
        }

        foreach (ScratchDirectory directory in scratch)
            directory.End(failed);
        Dispose();
    }

    public void Dispose() => ended.Dispose();
}
