using PublicApiGenerator;

namespace WestRpc.Mpi.Tests.PublicApi;

/// <summary>What a user's program can see changes on purpose only.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void PublicApi_OfMpi_IsTheReviewedOne()
    {
        string api = typeof(MpiExtensions).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false });
        Snapshot.Verify(api, Path.Combine(Repository.Root, "tests", "WestRpc.Mpi.Tests", "PublicApi", "WestRpc.Mpi.verified.txt"));
    }
}
