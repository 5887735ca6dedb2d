using WestRpc;
using WestRpc.ContractTests;
using Xunit.MicrosoftTestingPlatform;

if (await WorkApplication.ServeIfWorkerAsync() is { } code)
    return code;
if (await WorkApplication.ServeIfNodeAsync([], static managers => managers.AddZeroMQ()) is { } nodeCode)
    return nodeCode;
return await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
