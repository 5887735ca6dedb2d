using WestRpc.Programs;
using WestRpc.Workers;

namespace WestRpc;

/// <summary>
/// Tells a running task where it runs. A method marked with <see cref="WorkTaskAttribute"/> may take one as a parameter;
/// it is not part of the call and is valid until the method ends.
/// </summary>
public sealed class WorkContext
{
    private AttemptBelongings? belongings;

    internal WorkContext(
        WorkerIdentity worker, WorkerResources resources, string taskName, int attempt, CancellationToken cancellationToken)
    {
        Worker = worker;
        WorkerResources = resources;
        TaskName = taskName;
        Attempt = attempt;
        CancellationToken = cancellationToken;
    }

    internal WorkerIdentity Worker { get; }

    internal WorkerResources WorkerResources { get; }

    internal AttemptBelongings Belongings => LazyInitializer.EnsureInitialized(ref belongings, static () => new AttemptBelongings());

    /// <summary>The worker's 0-based number on its host, kept by the replacement of a dead one (<c>WM_PROCESS_ID</c>).</summary>
    public int WorkerIndex => Worker.Index;

    /// <summary>The worker's host name.</summary>
    public string Host => Worker.Host;

    /// <summary>The identity of the task that runs.</summary>
    public string TaskName { get; }

    /// <summary>1 for the first attempt; higher where earlier ones lost their worker or were retried.</summary>
    public int Attempt { get; }

    /// <summary>
    /// What the worker has of its machine's resources, by name: which of them, 0-based, for example <c>gpu</c> → 1. No two
    /// workers of a machine have the same.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> Resources => WorkerResources.Numbers;

    /// <summary>Fires when the caller cancels or the work manager stops.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>
    /// Runs a program and waits for its end. On cancellation and over its time limit it, and all that it started, gets SIGTERM
    /// and after <see cref="ExternalProgram.Grace"/> SIGKILL; so does what it leaves behind when it ends by itself. A worker or a
    /// master that is killed takes the programs of its tasks with it.
    /// </summary>
    /// <param name="program">What to run, and how.</param>
    /// <param name="cancellationToken">Ends it, beside the token of the task and the end of its method, which end it anyway.</param>
    /// <exception cref="ProgramFailedException">
    /// It can't be started, did not end with exit code 0, ran over its time limit, or did not leave its
    /// <see cref="ExternalProgram.ReturnFiles"/>.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was ended for one of these.</exception>
    public Task<ProgramResult> RunAsync(ExternalProgram program, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        return new ProgramAttempt(program, this).RunAsync(cancellationToken);
    }

    /// <summary>
    /// Makes an empty directory for this attempt alone, on a disk of the node: below <c>WM_SCRATCH</c>, else the batch system's
    /// directory, else the temporary one.
    /// </summary>
    /// <param name="name">The last part of its path, with slashes if wanted. Default: the task's name.</param>
    /// <param name="keepOnFailure">Leaves it, below <c>westrpc-kept</c>, where the attempt fails or its worker is lost.</param>
    /// <exception cref="IOException">It can't be made: the disk is full, or nobody may write there.</exception>
    public ScratchDirectory CreateScratch(string? name = null, bool keepOnFailure = false)
    {
        string path = ScratchPlace.Create(name ?? TaskName, Attempt, keepOnFailure);
        var directory = new ScratchDirectory(path, keepOnFailure, Host);
        Belongings.Add(directory);
        return directory;
    }

    /// <summary>The attempt has ended: what it made for itself goes.</summary>
    internal void End(bool failed) => Interlocked.Exchange(ref belongings, null)?.End(failed);
}
