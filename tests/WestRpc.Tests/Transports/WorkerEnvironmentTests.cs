using System.Diagnostics;
using WestRpc.Transports.Processes;

namespace WestRpc.Tests.Transports;

/// <summary>What a child is started with and finds.</summary>
public sealed class WorkerEnvironmentTests : IDisposable
{
    private readonly ProcessEnvironment environment = new();

    [Fact]
    public void Take_NoWorker_IsNull()
    {
        environment.Set("WM_WORKER_SOCKET", null).Set("WM_PROCESS_ID", "3");
        Assert.Null(WorkerEnvironment.Take());
    }

    [Fact]
    public void Take_WhatWasWritten_IsTheSameAndIsRemoved()
    {
        var worker = new WorkerEnvironment(3, "/tmp/socket", 4711, 1 << 20, 10_000, "gpu=0,1", "0123abcd");
        var written = new Dictionary<string, string?>();
        worker.Write(written);
        foreach ((string name, string? value) in written)
            environment.Set(name, value);
        Assert.Equal(worker, WorkerEnvironment.Take());
        Assert.Equal("3", Environment.GetEnvironmentVariable("WM_PROCESS_ID"));
        Assert.Equal("3", Environment.GetEnvironmentVariable("WM_PROCESS_INDEX"));
        Assert.Null(WorkerEnvironment.Take());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("one")]
    public void Take_NumberMissing_IsConfigurationException(string? parent)
    {
        environment.Set("WM_WORKER_SOCKET", "/tmp/socket").Set("WM_PROCESS_ID", "0")
            .Set("WM_WORKER_MAX_MESSAGE_BYTES", "1024").Set("WM_WORKER_HEARTBEAT_MILLISECONDS", "0").Set("WM_WORKER_PARENT", parent);
        WorkConfigurationException e = Assert.Throws<WorkConfigurationException>(WorkerEnvironment.Take);
        Assert.Contains("WM_WORKER_PARENT", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ChildCommand_OfThisProgram_StartsItAgainWithItsArguments()
    {
        environment.Set("WM_DISPATCH_LOG", "the master's").Set("OMP_NUM_THREADS", null).Set("DOTNET_PROCESSOR_COUNT", "7");
        ProcessStartInfo start = ChildCommand.Create(
            ChildProgram.Of(new WorkManagerOptions()),
            new WorkerEnvironment(3, "/tmp/socket", 4711, 1 << 20, 10_000, "gpu=0,1", "0123abcd"), new MachineShare(2, "GPU-a,GPU-b"));
        Assert.Equal(Environment.ProcessPath, start.FileName);
        string[] own = Environment.GetCommandLineArgs();
        bool byDotnet = Path.GetFileName(start.FileName) == "dotnet";
        Assert.Equal(byDotnet ? own : own[1..], start.ArgumentList);
        Assert.Equal("3", start.Environment["WM_PROCESS_ID"]);
        Assert.Equal("/tmp/socket", start.Environment["WM_WORKER_SOCKET"]);
        Assert.Equal("4711", start.Environment["WM_WORKER_PARENT"]);
        Assert.Equal("10000", start.Environment["WM_WORKER_HEARTBEAT_MILLISECONDS"]);
        Assert.Equal("gpu=0,1", start.Environment["WM_WORKER_RESOURCES"]);
        Assert.False(start.Environment.ContainsKey("WM_DISPATCH_LOG"));
        Assert.Equal("2", start.Environment["OMP_NUM_THREADS"]);
        Assert.Equal("7", start.Environment["DOTNET_PROCESSOR_COUNT"]);
        Assert.Equal("GPU-a,GPU-b", start.Environment["CUDA_VISIBLE_DEVICES"]);
        Assert.False(start.UseShellExecute);
        Assert.True(start.RedirectStandardOutput && start.RedirectStandardError && start.RedirectStandardInput);
    }

    public void Dispose() => environment.Dispose();
}
