using WestRpc.Mpi.Tests;
using WestRpc.Mpi.Tests.Interop;
using WestRpc.Mpi.Tests.Runs;
using Xunit.MicrosoftTestingPlatform;

return args switch
{
    [PingPong.Argument, ..] => PingPong.Run(),
    [Intruder.Argument, string kind, ..] => await Intruder.RunAsync(kind),
    [Scenarios.Argument, string name, .. string[] rest] => await Scenarios.RunAsync(name, rest),
    _ => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
};
