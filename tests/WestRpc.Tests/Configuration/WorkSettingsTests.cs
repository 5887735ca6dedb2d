using WestRpc.Configuration;

namespace WestRpc.Tests.Configuration;

/// <summary>What the command line and the environment choose.</summary>
public sealed class WorkSettingsTests
{
    private readonly Dictionary<string, string> environment = [];
    private WorkManagerOptions code = new();

    [Fact]
    public void Read_Nothing_GivesDefaults()
    {
        WorkSettings settings = Read();
        Assert.Equal("processes", settings.WorkManager);
        Assert.Equal(new WorkManagerOptions(), settings.Options);
        Assert.Empty(settings.Arguments);
    }

    [Fact]
    public void Read_AllThree_CommandLineOverEnvironmentOverCode()
    {
        code = code with { WorkerCount = 1, MaxAttempts = 4 };
        Assert.Equal(1, Read().Options.WorkerCount);
        environment["WM_N_WORKERS"] = "2";
        environment["WM_WORK_MANAGER"] = "threads";
        Assert.Equal(2, Read().Options.WorkerCount);
        Assert.Equal("threads", Read().WorkManager);
        WorkSettings settings = Read("--n-workers", "3", "--work-manager", "serial");
        Assert.Equal(3, settings.Options.WorkerCount);
        Assert.Equal("serial", settings.WorkManager);
        Assert.Equal(4, settings.Options.MaxAttempts);
    }

    [Fact]
    public void Read_EmptyVariable_CountsAsNotSet()
    {
        environment["WM_N_WORKERS"] = "";
        environment["WM_WORK_MANAGER"] = "";
        Assert.Equal("processes", Read().WorkManager);
        Assert.Equal(code.WorkerCount, Read().Options.WorkerCount);
    }

    [Fact]
    public void Read_EachSetting_ByVariableAndByOption()
    {
        (string Variable, string Option, string Value, WorkManagerOptions Expected)[] settings =
        [
            ("WM_N_WORKERS", "--n-workers", "0", code with { WorkerCount = 0 }),
            ("WM_MAX_ATTEMPTS", "--max-attempts", "255", code with { MaxAttempts = 255 }),
            ("WM_ISOLATE", "--isolate", "true", code with { Isolate = true }),
            ("WM_ALLOW_MIXED_BUILDS", "--allow-mixed-builds", "1", code with { AllowMixedBuilds = true }),
            ("WM_MAX_MESSAGE_BYTES", "--max-message-bytes", "2000000", code with { MaxMessageBytes = 2_000_000 }),
            ("WM_MAX_PENDING", "--max-pending", "10000", code with { MaxPending = 10_000 }),
            ("WM_HEARTBEAT_INTERVAL", "--heartbeat-interval", "0", code with { HeartbeatInterval = TimeSpan.Zero }),
            ("WM_HEARTBEAT_TIMEOUT", "--heartbeat-timeout", "30", code with { HeartbeatTimeout = TimeSpan.FromSeconds(30) }),
            ("WM_ZMQ_TASK_TIMEOUT", "--task-timeout", "3600", code with { TaskTimeout = TimeSpan.FromHours(1) }),
            ("WM_GRACE_PERIOD", "--grace-period", "0", code with { GracePeriod = TimeSpan.Zero }),
            ("WM_MAX_TASKS_PER_WORKER", "--max-tasks-per-worker", "100", code with { MaxTasksPerWorker = 100 }),
            ("WM_MAX_WORKER_MEMORY", "--max-worker-memory", "4096", code with { MaxWorkerMemory = 4L << 30 }),
            ("WM_RESOURCES", "--resources", " gpu=2, licence = 1 ", code),
            ("WM_WAIT_FOR_RESOURCES", "--wait-for-resources", "true", code with { WaitForResources = true }),
            ("WM_START_TIMEOUT", "--start-timeout", "1", code with { StartTimeout = TimeSpan.FromSeconds(1) }),
            ("WM_SHUTDOWN_TIMEOUT", "--shutdown-timeout", "0", code with { ShutdownTimeout = TimeSpan.Zero }),
            ("WM_WORKER_OUTPUT", "--worker-output", "output", code with { WorkerOutput = "output" }),
            ("WM_DISPATCH_LOG", "--dispatch-log", "dispatch.log", code with { DispatchLog = "dispatch.log" }),
        ];
        Assert.Equal(Setting.All.Select(static s => s.Variable), settings.Select(static s => s.Variable));
        foreach ((string variable, string option, string value, WorkManagerOptions expected) in settings)
        {
            Assert.Equal(expected, WithoutResources(Read($"{option}={value}").Options));
            environment[variable] = value;
            Assert.Equal(expected, WithoutResources(Read().Options));
            environment.Clear();
        }

        // A dictionary does not compare by what is in it.
        static WorkManagerOptions WithoutResources(WorkManagerOptions options) => options with { Resources = null };
    }

    [Fact]
    public void Read_Resources_AreAmountsByName()
    {
        environment["WM_RESOURCES"] = "gpu=2";
        Assert.Equal([new("gpu", 2)], Read().Options.Resources!);
        Assert.Equal(
            [new("gpu", 4), new("big memory", 1)], Read("--resources", " gpu=4, big memory = 1 ").Options.Resources!);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("=1")]
    [InlineData("gpu=")]
    [InlineData("gpu=-1")]
    [InlineData("gpu=1.5")]
    [InlineData("gpu=1,gpu=2")]
    [InlineData("gpu=1,")]
    [InlineData("a;b=1")]
    [InlineData("gpu=99999999999")]
    public void Read_BadResources_SaysWhatIsAllowed(string list)
    {
        WorkConfigurationException e = Assert.Throws<WorkConfigurationException>(() => Read($"--resources={list}"));
        Assert.Contains($"--resources is '{list}'", e.Message, StringComparison.Ordinal);
        Assert.Contains("a list such as gpu=2,licence=1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Switches_StandAloneOrWithAValue()
    {
        Assert.True(Read("--isolate").Options.Isolate);
        Assert.True(Read("--isolate=TRUE").Options.Isolate);
        environment["WM_ISOLATE"] = "1";
        Assert.False(Read("--isolate=0").Options.Isolate);
        WorkSettings settings = Read("--isolate", "false");
        Assert.True(settings.Options.Isolate);
        Assert.Equal(["false"], settings.Arguments);
    }

    [Fact]
    public void Read_SerialAndParallel_ChooseTheManager()
    {
        environment["WM_WORK_MANAGER"] = "threads";
        Assert.Equal("serial", Read("--serial").WorkManager);
        Assert.Equal("processes", Read("--parallel").WorkManager);
        Assert.Equal("threads", Read("--serial", "--work-manager=threads").WorkManager);
    }

    [Fact]
    public void Read_OthersArguments_AreLeftInOrder()
    {
        WorkSettings settings = Read("input.json", "--n-workers", "2", "-v", "--n-worker", "--steps=5", "--serial", "-");
        Assert.Equal(["input.json", "-v", "--n-worker", "--steps=5", "-"], settings.Arguments);
        Assert.Equal(2, settings.Options.WorkerCount);
    }

    [Fact]
    public void Read_AfterTwoDashes_NothingIsOurs()
    {
        WorkSettings settings = Read("a", "--serial", "--", "--n-workers", "--parallel");
        Assert.Equal("serial", settings.WorkManager);
        Assert.Equal(["a", "--", "--n-workers", "--parallel"], settings.Arguments);
    }

    [Theory]
    [InlineData("--n-workers=two", "--n-workers is 'two'", "whole number from 0 to 65536")]
    [InlineData("--n-workers=-1", "--n-workers is '-1'", "from 0 to")]
    [InlineData("--n-workers=65537", "'65537'", "to 65536")]
    [InlineData("--n-workers=", "--n-workers is ''", "whole number")]
    [InlineData("--n-workers= 2", "' 2'", "whole number")]
    [InlineData("--max-attempts=0", "--max-attempts is '0'", "from 1 to 255")]
    [InlineData("--max-message-bytes=99999999999", "'99999999999'", "from 1048576 to")]
    [InlineData("--isolate=maybe", "--isolate is 'maybe'", "1, 0, true or false")]
    [InlineData("--work-manager=thread", "--work-manager is 'thread'", "processes, serial, threads")]
    [InlineData("--work-manager", "--work-manager stands without a value", "processes, serial, threads")]
    [InlineData("--n-workers", "--n-workers stands without a value", "whole number")]
    public void Read_BadOption_SaysWhichValueAndWhatIsAllowed(string argument, string what, string allowed)
    {
        WorkConfigurationException e = Assert.Throws<WorkConfigurationException>(() => Read(argument));
        Assert.Contains(what, e.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData("WM_N_WORKERS", "1.5")]
    [InlineData("WM_ISOLATE", "yes")]
    [InlineData("WM_START_TIMEOUT", "0")]
    [InlineData("WM_WORK_MANAGER", "Serial")]
    public void Read_BadVariable_SaysWhichAndItsValue(string variable, string value)
    {
        environment[variable] = value;
        WorkConfigurationException e = Assert.Throws<WorkConfigurationException>(() => Read());
        Assert.Contains($"{variable} is '{value}'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OptionAsValue_IsNotTaken()
    {
        WorkConfigurationException e = Assert.Throws<WorkConfigurationException>(() => Read("--n-workers", "--serial"));
        Assert.Contains("'--serial'", e.Message, StringComparison.Ordinal);
    }

    private WorkSettings Read(params string[] args) =>
        WorkSettings.Read(args, name => environment.GetValueOrDefault(name), code, new WorkManagerCatalog());
}
