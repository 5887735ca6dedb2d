using WestRpc;
using WestRpc.ContractTests;
using Xunit.MicrosoftTestingPlatform;

if (await WorkApplication.ServeIfWorkerAsync() is { } code)
    return code;
if (await WorkApplication.ServeIfNodeAsync([], static managers => managers.AddMpi().AddZeroMQ()) is { } nodeCode)
    return nodeCode;
return await MpiRun.TestAsync(arguments => TestPlatformTestFramework.RunAsync(arguments, SelfRegisteredExtensions.AddSelfRegisteredExtensions), args);
