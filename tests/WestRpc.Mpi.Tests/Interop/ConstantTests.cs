using System.Globalization;
using WestRpc.Mpi.Interop;

namespace WestRpc.Mpi.Tests.Interop;

/// <summary>What the tables say is what C programs say that were compiled with each library's header.</summary>
public sealed class ConstantTests
{
    private const string Source = """
        #include <mpi.h>
        #include <stddef.h>
        #include <stdio.h>
        #define SAY(name, value) printf("%s %lld\n", name, (long long)(value))
        int main(void) {
            SAY("AnySource", MPI_ANY_SOURCE);
            SAY("Undefined", MPI_UNDEFINED);
            SAY("CommTypeShared", MPI_COMM_TYPE_SHARED);
            SAY("ThreadFunneled", MPI_THREAD_FUNNELED);
            SAY("StatusSize", sizeof(MPI_Status));
            SAY("StatusSource", offsetof(MPI_Status, MPI_SOURCE));
            SAY("MaxErrorString", MPI_MAX_ERROR_STRING);
            SAY("MaxLibraryVersionString", MPI_MAX_LIBRARY_VERSION_STRING);
            SAY("HandleSize", sizeof(MPI_Comm));
        #ifdef MPICH
            SAY("CommWorld", MPI_COMM_WORLD);
            SAY("CommNull", MPI_COMM_NULL);
            SAY("Byte", MPI_BYTE);
            SAY("InfoNull", MPI_INFO_NULL);
            SAY("ErrorsReturn", MPI_ERRORS_RETURN);
            SAY("RequestNull", MPI_REQUEST_NULL);
        #else
            SAY("CommWorld", (void*)MPI_COMM_WORLD == (void*)&ompi_mpi_comm_world);
            SAY("CommNull", (void*)MPI_COMM_NULL == (void*)&ompi_mpi_comm_null);
            SAY("Byte", (void*)MPI_BYTE == (void*)&ompi_mpi_byte);
            SAY("InfoNull", (void*)MPI_INFO_NULL == (void*)&ompi_mpi_info_null);
            SAY("ErrorsReturn", (void*)MPI_ERRORS_RETURN == (void*)&ompi_mpi_errors_return);
            SAY("RequestNull", (void*)MPI_REQUEST_NULL == (void*)&ompi_request_null);
        #endif
            return 0;
        }
        """;

    [Fact(Timeout = 60_000)]
    public async Task The_table_of_MPICH_is_that_of_its_header() =>
        AssertSame(await FromHeaderAsync(MpiLauncher.Mpich), MpiAbi.Mpich);

    [Fact(Timeout = 60_000)]
    public async Task The_table_of_Open_MPI_is_that_of_its_header()
    {
        // Each symbol has an address of its own, and the program says whether the header's constant is that address.
        var symbols = new List<string>();
        var abi = MpiAbi.OpenMpi(name =>
        {
            symbols.Add(name);
            return 1;
        });
        Assert.Equal(
            ["ompi_mpi_comm_world", "ompi_mpi_comm_null", "ompi_mpi_byte", "ompi_mpi_info_null", "ompi_mpi_errors_return", "ompi_request_null"],
            symbols);
        AssertSame(await FromHeaderAsync(MpiLauncher.OpenMpi), abi);
    }

    /// <summary>Not run: no library with this ABI is at hand. The values are those of the MPI Forum's header for MPI 5.0.</summary>
    [Fact]
    public void The_table_of_the_standard_ABI_is_that_of_its_published_header() => AssertSame(
        new Dictionary<string, long>
        {
            ["AnySource"] = -1,
            ["Undefined"] = -32766,
            ["CommTypeShared"] = 221,
            ["ThreadFunneled"] = 1024,
            ["StatusSize"] = 8 * sizeof(int),
            ["StatusSource"] = 0,
            ["MaxErrorString"] = 512,
            ["MaxLibraryVersionString"] = 8192,
            ["HandleSize"] = 8,
            ["CommWorld"] = 0x101,
            ["CommNull"] = 0x100,
            ["Byte"] = 0x247,
            ["InfoNull"] = 0x130,
            ["ErrorsReturn"] = 0x143,
            ["RequestNull"] = 0x180,
        },
        MpiAbi.Standard);

    private static void AssertSame(Dictionary<string, long> header, MpiAbi abi)
    {
        var table = new Dictionary<string, long>
        {
            ["AnySource"] = abi.AnySource,
            ["Undefined"] = abi.Undefined,
            ["CommTypeShared"] = abi.CommTypeShared,
            ["ThreadFunneled"] = abi.ThreadFunneled,
            ["StatusSize"] = abi.StatusSize,
            ["StatusSource"] = abi.StatusSource,
            ["MaxErrorString"] = abi.MaxErrorString,
            ["MaxLibraryVersionString"] = abi.MaxLibraryVersionString,
            ["HandleSize"] = abi.HasIntHandles ? 4 : 8,
            ["CommWorld"] = abi.CommWorld,
            ["CommNull"] = abi.CommNull,
            ["Byte"] = abi.Byte,
            ["InfoNull"] = abi.InfoNull,
            ["ErrorsReturn"] = abi.ErrorsReturn,
            ["RequestNull"] = abi.RequestNull,
        };
        Assert.Equal(header.OrderBy(static c => c.Key), table.OrderBy(static c => c.Key));
    }

    private static async Task<Dictionary<string, long>> FromHeaderAsync(string library)
    {
        string folder = Directory.CreateTempSubdirectory("westrpc-test-").FullName;
        try
        {
            string source = Path.Combine(folder, "constants.c");
            string program = Path.Combine(folder, "constants");
            await File.WriteAllTextAsync(source, Source, TestContext.Current.CancellationToken);
            (int code, _, string error) = await RunningProgram.RunAsync(MpiLauncher.Compiler(library), source, "-o", program);
            Assert.True(code == 0, error);
            (code, string output, error) = await RunningProgram.RunAsync(program);
            Assert.True(code == 0, error);
            return output.Split('\n').Select(static line => line.Split(' ')).ToDictionary(
                static line => line[0], static line => long.Parse(line[1], CultureInfo.InvariantCulture));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
