using PublicApiGenerator;
using WestRpc.Tests.Shared;

namespace WestRpc.Tests.PublicApi;

/// <summary>What a user's program can see changes on purpose only.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void PublicApi_OfTheCore_IsTheReviewedOne()
    {
        string api = typeof(IWorkManager).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false });
        Snapshot.Verify(api, Path.Combine(Folders.Project, "PublicApi", "WestRpc.verified.txt"));
    }
}
