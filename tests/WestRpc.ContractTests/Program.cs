using WestRpc;
using WestRpc.ContractTests;
using Xunit.MicrosoftTestingPlatform;

if (await WorkApplication.ServeIfWorkerAsync() is { } code)
    return code;
return await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
