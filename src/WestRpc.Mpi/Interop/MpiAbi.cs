namespace WestRpc.Mpi.Interop;

/// <summary>
/// What a library's header fixes and its functions don't say. Handles are passed pointer-sized whatever they are: where they
/// are 32-bit integers the library looks at, and writes, the low half only.
/// </summary>
internal sealed record MpiAbi
{
    public required string Name { get; init; }

    /// <summary>Whether handles are 32-bit integers.</summary>
    public bool HasIntHandles { get; init; }

    public required nint CommWorld { get; init; }

    public required nint CommNull { get; init; }

    public required nint Byte { get; init; }

    public required nint InfoNull { get; init; }

    public required nint ErrorsReturn { get; init; }

    public required nint RequestNull { get; init; }

    public required int AnySource { get; init; }

    public required int Undefined { get; init; }

    public required int CommTypeShared { get; init; }

    public required int ThreadFunneled { get; init; }

    public required int StatusSize { get; init; }

    /// <summary>Where in a status the sender's rank is.</summary>
    public required int StatusSource { get; init; }

    public required int MaxErrorString { get; init; }

    public required int MaxLibraryVersionString { get; init; }

    /// <summary>MPICH and what descends from it: Intel MPI, MVAPICH, Cray MPICH.</summary>
    public static MpiAbi Mpich { get; } = new()
    {
        Name = "MPICH",
        HasIntHandles = true,
        CommWorld = 0x44000000,
        CommNull = 0x04000000,
        Byte = 0x4c00010d,
        InfoNull = 0x1c000000,
        ErrorsReturn = 0x54000001,
        RequestNull = 0x2c000000,
        AnySource = -2,
        Undefined = -32766,
        CommTypeShared = 1,
        ThreadFunneled = 1,
        StatusSize = 20,
        StatusSource = 8,
        MaxErrorString = 512,
        MaxLibraryVersionString = 8192,
    };

    /// <summary>The standard ABI of MPI 5. From its published header; never run.</summary>
    public static MpiAbi Standard { get; } = new()
    {
        Name = "MPI 5 ABI",
        CommWorld = 0x101,
        CommNull = 0x100,
        Byte = 0x247,
        InfoNull = 0x130,
        ErrorsReturn = 0x143,
        RequestNull = 0x180,
        AnySource = -1,
        Undefined = -32766,
        CommTypeShared = 221,
        ThreadFunneled = 1024,
        StatusSize = 32,
        StatusSource = 0,
        MaxErrorString = 512,
        MaxLibraryVersionString = 8192,
    };

    /// <summary>Open MPI, whose handles are the addresses of what it exports.</summary>
    /// <param name="addressOf">Finds what it exports by its name.</param>
    public static MpiAbi OpenMpi(Func<string, nint> addressOf) => new()
    {
        Name = "Open MPI",
        CommWorld = addressOf(OpenMpiWorld),
        CommNull = addressOf("ompi_mpi_comm_null"),
        Byte = addressOf("ompi_mpi_byte"),
        InfoNull = addressOf("ompi_mpi_info_null"),
        ErrorsReturn = addressOf("ompi_mpi_errors_return"),
        RequestNull = addressOf("ompi_request_null"),
        AnySource = -1,
        Undefined = -32766,
        CommTypeShared = 0,
        ThreadFunneled = 1,
        StatusSize = 24,
        StatusSource = 0,
        MaxErrorString = 256,
        MaxLibraryVersionString = 256,
    };

    /// <summary>What Open MPI exports and no other.</summary>
    public const string OpenMpiWorld = "ompi_mpi_comm_world";
}
