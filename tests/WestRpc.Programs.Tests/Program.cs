using WestRpc;
using WestRpc.Programs.Tests;
using Xunit.MicrosoftTestingPlatform;

if (args is [Run.Argument, .. string[] rest])
    return await Run.RunAsync(rest);
if (await WorkApplication.ServeIfWorkerAsync() is { } code)
    return code;
return await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
