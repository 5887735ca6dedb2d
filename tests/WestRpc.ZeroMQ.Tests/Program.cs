using WestRpc.ZeroMQ.Tests;
using WestRpc.ZeroMQ.Tests.Guard;
using Xunit.MicrosoftTestingPlatform;

if (args is [GuardedProgram.Argument])
    return GuardedProgram.Serve();
return await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
