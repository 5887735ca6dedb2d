namespace WestRpc.Programs.Tests;

/// <summary>Programs that can't be started, and files that are not what they should be.</summary>
public sealed class BadInputSpecs(OnThreads on) : IClassFixture<OnThreads>, IDisposable
{
    private readonly Scripts scripts = new();

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Program_that_is_nowhere_is_not_started()
    {
        ProgramFailedException e = await on.FailureAsync(new Call("no-such-engine", "-x"));
        Assert.Equal(ProgramFailure.NotStarted, e.Failure);
        Assert.StartsWith($"no-such-engine -x could not be started: There is no program 'no-such-engine' on {Environment.MachineName}: not in PATH (", e.Message, StringComparison.Ordinal);
        Assert.Contains("is no program", (await on.FailureAsync(new Call("/no/such/engine"))).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task File_that_may_not_be_executed_is_not_started()
    {
        string file = scripts.AddShell("runseg.sh", "");
        File.SetUnixFileMode(file, UnixFileMode.UserRead);
        Assert.Contains($"'{file}' is not executable: chmod +x '{file}'.", (await on.FailureAsync(new Call(file))).Message, StringComparison.Ordinal);
        Assert.Contains("is a directory, not a program.", (await on.FailureAsync(new Call(scripts.Folder))).Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("echo no first line\n", "has no first line that names its interpreter (#!/bin/bash)")]
    [InlineData("#!/no/such/shell -e\necho\n", "wants the interpreter '/no/such/shell' (its first line), which ")]
    [InlineData("#!/bin/sh\r\necho\r\n", "ends with a carriage return, as files from Windows do: sed -i")]
    [InlineData("#!\n", "names no interpreter in its first line")]
    [InlineData("\u007fELF\n", "is no program for this machine")]
    public async Task Script_without_an_interpreter_is_not_started(string text, string part)
    {
        string file = scripts.Add("runseg.sh", "");
        await File.WriteAllTextAsync(file, text, TestEnd);
        ProgramFailedException e = await on.FailureAsync(new Call(file));
        Assert.Equal(ProgramFailure.NotStarted, e.Failure);
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_says_before_the_run_what_can_be_known()
    {
        new ExternalProgram("sh").Check();
        new ExternalProgram(scripts.AddShell("runseg.sh", "")).Check();
        Assert.Contains("There is no program 'no-such-engine'",
            Assert.Throws<WorkConfigurationException>(new ExternalProgram("no-such-engine").Check).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Missing_directory_input_and_log_directory_are_said()
    {
        Assert.Contains("Its working directory '/no/such' does not exist on ",
            (await on.FailureAsync(new Call("true") { Directory = "/no/such" })).Message, StringComparison.Ordinal);
        Assert.Contains("/no/such/input", (await on.FailureAsync(new Call("true") { Input = "/no/such/input" })).Message, StringComparison.Ordinal);
        Assert.Contains("/no/such/seg.log", (await on.FailureAsync(new Call("true") { Log = "/no/such/seg.log" })).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Too_many_arguments_are_said() => Assert.Contains(
        "its arguments and variables are too long together: pass data in files.",
        (await on.FailureAsync(new Call("true", [.. Enumerable.Repeat(new string('x', 100_000), 100)]))).Message, StringComparison.Ordinal);

    [Theory(Timeout = 30_000)]
    [InlineData("true", "left no '{0}' (ReturnFiles; it finds the path in WEST_PCOORD_RETURN).")]
    [InlineData("> pcoord.dat", "left '{0}' empty (ReturnFiles).")]
    [InlineData("echo '# only' > pcoord.dat", "'{0}' holds no numbers.")]
    [InlineData("printf '1 2\\n3 4,5 x6\\n7 y\\n' > pcoord.dat", "line 2 of '{0}' is '3 4,5 x6', in which 'x6' is no number.")]
    [InlineData("head -c 5000 /dev/zero > pcoord.dat", "is no number.")]
    public async Task File_that_is_missing_empty_or_no_numbers_is_a_failure(string body, string part)
    {
        string script = scripts.AddShell("runseg.sh", body);
        ProgramFailedException e = await on.FailureAsync(new Call(script) { Directory = scripts.Folder, ReturnFiles = ["pcoord.dat"] });
        Assert.Equal(ProgramFailure.ReturnFile, e.Failure);
        Assert.Contains(string.Format(null, part, scripts["pcoord.dat"]), e.Message, StringComparison.Ordinal);
        Assert.InRange(e.Message.Length, 1, 1000);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_an_earlier_attempt_left_does_not_pass_for_a_result()
    {
        await File.WriteAllTextAsync(scripts["pcoord"], "1", TestEnd);
        ProgramFailedException e = await on.FailureAsync(new Call("true") { Directory = scripts.Folder, ReturnFiles = ["pcoord"] });
        Assert.Contains("left no", e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Directory_is_returned_with_something_in_it()
    {
        string script = scripts.AddShell("runseg.sh", "[ -z \"$1\" ] || echo 1 > \"$WEST_TRAJECTORY_RETURN/frame\"");
        Assert.Contains("left nothing in", (await on.FailureAsync(
            new Call(script) { Directory = scripts.Folder, ReturnFiles = ["trajectory/"] })).Message, StringComparison.Ordinal);
        await Work.RunTwoTask.SubmitAsync(
            on.Work, new Call(script, "fill") { Directory = scripts.Folder, ReturnFiles = ["trajectory/"] }, new Call("true"), cancellationToken: TestEnd);
        Assert.True(File.Exists(scripts["trajectory/frame"]));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("./")]
    [InlineData("../")]
    [InlineData("/no/such/")]
    public async Task Directory_outside_is_not_emptied(string name)
    {
        string script = scripts.AddShell("runseg.sh", "");
        ProgramFailedException e = await on.FailureAsync(new Call(script) { Directory = scripts.Folder, ReturnFiles = [name] });
        Assert.Contains($"its return directory '{name}', which would be emptied, is not inside '{scripts.Folder}'.", e.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(script));
    }

    [Fact(Timeout = 30_000)]
    public async Task Rows_of_different_lengths_are_no_table()
    {
        string script = scripts.AddShell("runseg.sh", "printf \"$1\" > pcoord");
        Assert.Equal((int[])[2, 3], await Work.TableTask.SubmitAsync(on.Work, new Call(script, @"1 2 3\n4 5 6\n") { Directory = scripts.Folder }, cancellationToken: TestEnd));
        WorkTaskException e = await Assert.ThrowsAsync<WorkTaskException>(() => Work.TableTask.SubmitAsync(
            on.Work, new Call(script, @"1 2\n\n3 4\n5\n") { Directory = scripts.Folder }, cancellationToken: TestEnd));
        Assert.Contains($"row 3 of '{scripts["pcoord"]}' has 1 numbers, the first has 2.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Impossible_settings_are_refused_where_they_are_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExternalProgram("x") { Nice = 20 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExternalProgram("x") { TimeLimit = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExternalProgram("x") { Grace = TimeSpan.FromSeconds(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExternalProgram("x") { MaxCapturedBytes = -1 });
        Assert.Throws<ArgumentException>(() => new ExternalProgram(""));
    }

    public void Dispose() => scripts.Dispose();
}
