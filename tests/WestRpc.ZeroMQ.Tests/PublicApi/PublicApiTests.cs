using PublicApiGenerator;

namespace WestRpc.ZeroMQ.Tests.PublicApi;

/// <summary>What a user's program can see changes on purpose only.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void PublicApi_OfZeroMQ_IsTheReviewedOne()
    {
        string api = typeof(ZeroMQExtensions).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false });
        Snapshot.Verify(api, Path.Combine(Repository.Root, "tests", "WestRpc.ZeroMQ.Tests", "PublicApi", "WestRpc.ZeroMQ.verified.txt"));
    }
}
