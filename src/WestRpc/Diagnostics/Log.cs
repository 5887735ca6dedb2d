using Microsoft.Extensions.Logging;

namespace WestRpc.Diagnostics;

/// <summary>All that the framework logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "No worker can be started: {Reason}")]
    public static partial void NoWorkers(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Error, "Refused {Worker}: {Reason}.")]
    public static partial void WorkerRefused(ILogger logger, WorkerIdentity worker, string reason);

    [LoggerMessage(3, LogLevel.Warning, "Lost {Worker}: {Reason}. Starting another in its place.")]
    public static partial void WorkerReplaced(ILogger logger, WorkerIdentity worker, string reason);

    [LoggerMessage(4, LogLevel.Warning, "Closed the connection to {Worker}: {Reason}")]
    public static partial void BadInput(ILogger logger, WorkerIdentity worker, string reason);

    [LoggerMessage(5, LogLevel.Warning, "Turned away a connection from process {ProcessId} of user {UserId}: it is not one of our workers.")]
    public static partial void Stranger(ILogger logger, int processId, int userId);

    [LoggerMessage(6, LogLevel.Warning, "{Worker} did not stop within {Seconds} s and was killed.")]
    public static partial void KilledAtShutdown(ILogger logger, WorkerIdentity worker, double seconds);

    [LoggerMessage(7, LogLevel.Warning, "A worker that was being started ended: {Reason}. Trying again in {Seconds} s.")]
    public static partial void StartFailed(ILogger logger, string reason, double seconds);

    [LoggerMessage(9, LogLevel.Warning, "Ending {Worker}: {Reason}.")]
    public static partial void Killing(ILogger logger, WorkerIdentity worker, string reason);

    [LoggerMessage(10, LogLevel.Warning, "{Task} has been running on {Worker} for {Seconds:0.###} s; it used to take {Usual:0.###} s.")]
    public static partial void Slow(ILogger logger, string task, WorkerIdentity worker, double seconds, double usual);

    [LoggerMessage(11, LogLevel.Warning, "The thread of {Worker} is written off, since {Reason}: it goes on until its method returns, and another takes its place.")]
    public static partial void ThreadWrittenOff(ILogger logger, WorkerIdentity worker, string reason);

    [LoggerMessage(12, LogLevel.Information, "{Worker} has done what one worker is to do; another takes its place.")]
    public static partial void WorkerRelieved(ILogger logger, WorkerIdentity worker);

    [LoggerMessage(13, LogLevel.Warning, "No guard can be started ({Reason}): if this program is killed, what its workers started lives on.")]
    public static partial void NoGuard(ILogger logger, string reason);

    [LoggerMessage(14, LogLevel.Warning, "What {Worker} started is still there {Seconds} s after it was killed; not waited for any longer.")]
    public static partial void GroupLives(ILogger logger, WorkerIdentity worker, double seconds);

    [LoggerMessage(15, LogLevel.Warning, "{Task} needs {Needs} of one worker, and no worker offers that (WM_RESOURCES, --resources): such tasks wait for one that does.")]
    public static partial void Unmeetable(ILogger logger, string task, string needs);

    [LoggerMessage(16, LogLevel.Warning, "The dispatcher's log {File} can't be written any more ({Reason}): the run goes on without it.")]
    public static partial void RecordEnded(ILogger logger, string file, string reason);

    [LoggerMessage(17, LogLevel.Warning, "{Manager} has no dispatcher, so there is no dispatcher's log {File} (WM_DISPATCH_LOG).")]
    public static partial void NoDispatcher(ILogger logger, string manager, string file);

    [LoggerMessage(8, LogLevel.Warning, "A worker could not connect: {Reason}. Trying again.")]
    public static partial void AcceptFailed(ILogger logger, string reason);
}
