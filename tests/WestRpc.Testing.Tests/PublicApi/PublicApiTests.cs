using System.Reflection;
using PublicApiGenerator;
using WestRpc.Tests.Shared;

namespace WestRpc.Testing.Tests.PublicApi;

/// <summary>What a user's tests can see changes on purpose only.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void PublicApi_OfTesting_IsTheReviewedOne()
    {
        string project = typeof(PublicApiTests).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "ProjectDirectory").Value!;
        string api = typeof(FakeWorkManager).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false });
        Snapshot.Verify(api, Path.Combine(project, "PublicApi", "WestRpc.Testing.verified.txt"));
    }
}
