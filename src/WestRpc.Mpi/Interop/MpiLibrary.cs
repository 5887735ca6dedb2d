using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace WestRpc.Mpi.Interop;

/// <summary>
/// The functions of an MPI library that was found at run time: one set of signatures for all, with what differs in
/// <see cref="MpiAbi"/>. Whoever initializes it makes all other calls, from the same thread.
/// </summary>
internal sealed unsafe class MpiLibrary
{
    private const int MaxStatusSize = 64;

    private readonly delegate* unmanaged<int*, byte***, int, int*, int> initThread;
    private readonly delegate* unmanaged<int*, int> initialized;
    private readonly delegate* unmanaged<int*, int> finalized;
    private readonly delegate* unmanaged<int> finalize;
    private readonly delegate* unmanaged<nint, int*, int> commRank;
    private readonly delegate* unmanaged<nint, int*, int> commSize;
    private readonly delegate* unmanaged<nint, nint*, int> commDup;
    private readonly delegate* unmanaged<nint, int, int, nint, nint*, int> commSplitType;
    private readonly delegate* unmanaged<nint, nint, int> commSetErrhandler;
    private readonly delegate* unmanaged<nint*, int> commFree;
    private readonly delegate* unmanaged<byte*, int, nint, int, int, nint, nint*, int> isend;
    private readonly delegate* unmanaged<byte*, int, nint, int, int, nint, nint*, int> irecv;
    private readonly delegate* unmanaged<nint*, int*, byte*, int> test;
    private readonly delegate* unmanaged<nint*, byte*, int> wait;
    private readonly delegate* unmanaged<nint*, int> cancel;

    // It reads the status and does nothing else, so that the garbage collector need not know of it.
    private readonly delegate* unmanaged[SuppressGCTransition]<byte*, nint, int*, int> getCount;

    private readonly delegate* unmanaged<int, byte*, int*, int> errorString;
    private readonly delegate* unmanaged<int, int*, int> errorClass;
    private readonly delegate* unmanaged<byte*, int*, int> getLibraryVersion;

    private MpiLibrary(string file, nint handle)
    {
        File = file;
        initThread = (delegate* unmanaged<int*, byte***, int, int*, int>)Export("MPI_Init_thread");
        initialized = (delegate* unmanaged<int*, int>)Export("MPI_Initialized");
        finalized = (delegate* unmanaged<int*, int>)Export("MPI_Finalized");
        finalize = (delegate* unmanaged<int>)Export("MPI_Finalize");
        commRank = (delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_rank");
        commSize = (delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_size");
        commDup = (delegate* unmanaged<nint, nint*, int>)Export("MPI_Comm_dup");
        commSplitType = (delegate* unmanaged<nint, int, int, nint, nint*, int>)Export("MPI_Comm_split_type");
        commSetErrhandler = (delegate* unmanaged<nint, nint, int>)Export("MPI_Comm_set_errhandler");
        commFree = (delegate* unmanaged<nint*, int>)Export("MPI_Comm_free");
        isend = (delegate* unmanaged<byte*, int, nint, int, int, nint, nint*, int>)Export("MPI_Isend");
        irecv = (delegate* unmanaged<byte*, int, nint, int, int, nint, nint*, int>)Export("MPI_Irecv");
        test = (delegate* unmanaged<nint*, int*, byte*, int>)Export("MPI_Test");
        wait = (delegate* unmanaged<nint*, byte*, int>)Export("MPI_Wait");
        cancel = (delegate* unmanaged<nint*, int>)Export("MPI_Cancel");
        getCount = (delegate* unmanaged[SuppressGCTransition]<byte*, nint, int*, int>)Export("MPI_Get_count");
        errorString = (delegate* unmanaged<int, byte*, int*, int>)Export("MPI_Error_string");
        errorClass = (delegate* unmanaged<int, int*, int>)Export("MPI_Error_class");
        getLibraryVersion = (delegate* unmanaged<byte*, int*, int>)Export("MPI_Get_library_version");

        if (NativeLibrary.TryGetExport(handle, MpiAbi.OpenMpiWorld, out _))
            Abi = MpiAbi.OpenMpi(Export);
        else if (NativeLibrary.TryGetExport(handle, "MPI_Abi_get_version", out nint getAbiVersion) && HasAbi(getAbiVersion))
            Abi = MpiAbi.Standard;
        else
            Abi = MpiAbi.Mpich;

        nint Export(string name) => NativeLibrary.GetExport(handle, name);
    }

    /// <summary>The name under which it was loaded.</summary>
    public string File { get; }

    public MpiAbi Abi { get; }

    /// <summary>What it says of itself, its first line.</summary>
    public string Version
    {
        get
        {
            Span<byte> text = stackalloc byte[Abi.MaxLibraryVersionString];
            int length = 0;
            fixed (byte* start = text)
                Check(getLibraryVersion(start, &length), "MPI_Get_library_version");
            string all = Encoding.UTF8.GetString(text[..length]).TrimEnd('\0');
            return all.ReplaceLineEndings("\n").Split('\n')[0].Replace('\t', ' ').Trim();
        }
    }

    public bool IsInitialized
    {
        get
        {
            int flag = 0;
            Check(initialized(&flag), "MPI_Initialized");
            return flag != 0;
        }
    }

    public bool IsFinalized
    {
        get
        {
            int flag = 0;
            Check(finalized(&flag), "MPI_Finalized");
            return flag != 0;
        }
    }

    /// <summary>The first of these that is there and is an MPI library; null where none is.</summary>
    public static MpiLibrary? TryLoad(IEnumerable<string> files)
    {
        // UCX, below MPICH, would take a null dereference in a task for its own crash. .NET's own way to set a variable does
        // not reach C code.
        Libc.SetEnvironment("UCX_ERROR_SIGNALS", "");

        // With more ranks than cores Open MPI gives the core away within each call; how to wait is for the caller to choose.
        Libc.SetEnvironment("OMPI_MCA_mpi_yield_when_idle", "0");
        foreach (string file in files)
        {
            if (!NativeLibrary.TryLoad(file, out nint handle))
                continue;
            if (NativeLibrary.TryGetExport(handle, "MPI_Init_thread", out _))
                return new MpiLibrary(file, handle);
            NativeLibrary.Free(handle);
        }

        return null;
    }

    /// <summary>Initializes it for calls from this thread alone.</summary>
    public void Init()
    {
        int provided = 0;
        Check(initThread(null, null, Abi.ThreadFunneled, &provided), "MPI_Init_thread");
        Check(commSetErrhandler(Abi.CommWorld, Abi.ErrorsReturn), "MPI_Comm_set_errhandler");
        if (provided < Abi.ThreadFunneled)
            throw new WorkConfigurationException($"{File} ({Version}) was built for programs with one thread: use another build of it (WM_MPI_LIBRARY).");
    }

    public void Finish() => Check(finalize(), "MPI_Finalize");

    public int Rank(nint comm)
    {
        int rank = 0;
        Check(commRank(comm, &rank), "MPI_Comm_rank");
        return rank;
    }

    public int Size(nint comm)
    {
        int size = 0;
        Check(commSize(comm, &size), "MPI_Comm_size");
        return size;
    }

    public nint Duplicate(nint comm)
    {
        nint copy = 0;
        Check(commDup(comm, &copy), "MPI_Comm_dup");
        return copy;
    }

    /// <summary>The ranks of one machine that take part; 0 for one that does not.</summary>
    public nint SplitByMachine(nint comm, bool takesPart, int key)
    {
        nint part = 0;
        Check(
            commSplitType(comm, takesPart ? Abi.CommTypeShared : Abi.Undefined, key, Abi.InfoNull, &part), "MPI_Comm_split_type");
        return Same(part, Abi.CommNull) ? 0 : part;
    }

    public void Free(nint comm) => Check(commFree(&comm), "MPI_Comm_free");

    /// <summary>The bytes stay where they are until the request is complete.</summary>
    public nint Send(byte* bytes, int count, int rank, int tag, nint comm)
    {
        nint request = 0;
        Check(isend(bytes, count, Abi.Byte, rank, tag, comm, &request), "MPI_Isend");
        return request;
    }

    /// <summary>The bytes stay where they are until the request is complete.</summary>
    public nint Receive(byte* bytes, int count, int rank, int tag, nint comm)
    {
        nint request = 0;
        Check(irecv(bytes, count, Abi.Byte, rank, tag, comm, &request), "MPI_Irecv");
        return request;
    }

    /// <summary>Whether a request is complete; of a receive, from whom and how many bytes.</summary>
    [SkipLocalsInit]
    public bool Test(ref nint request, out int source, out int count)
    {
        byte* status = stackalloc byte[MaxStatusSize];
        int flag = 0;
        int received = 0;
        fixed (nint* slot = &request)
            Check(test(slot, &flag, status), "MPI_Test");
        source = 0;
        count = 0;
        if (flag == 0)
            return false;
        source = *(int*)(status + Abi.StatusSource);
        Check(getCount(status, Abi.Byte, &received), "MPI_Get_count");
        count = received;
        return true;
    }

    /// <summary>Whether a send is complete.</summary>
    [SkipLocalsInit]
    public bool Test(ref nint request)
    {
        byte* status = stackalloc byte[MaxStatusSize];
        int flag = 0;
        fixed (nint* slot = &request)
            Check(test(slot, &flag, status), "MPI_Test");
        return flag != 0;
    }

    /// <summary>Takes back a receive that was posted.</summary>
    public void Cancel(ref nint request)
    {
        byte* status = stackalloc byte[MaxStatusSize];
        fixed (nint* slot = &request)
        {
            Check(cancel(slot), "MPI_Cancel");
            Check(wait(slot, status), "MPI_Wait");
        }
    }

    private bool Same(nint one, nint other) => Abi.HasIntHandles ? (int)one == (int)other : one == other;

    private static bool HasAbi(nint getAbiVersion)
    {
        int major = 0;
        int minor = 0;
        return ((delegate* unmanaged<int*, int*, int>)getAbiVersion)(&major, &minor) == 0 && major >= 1;
    }

    private void Check(int code, string function)
    {
        if (code != 0)
            throw Failure(code, function);
    }

    private MpiException Failure(int code, string function)
    {
        Span<byte> text = stackalloc byte[Abi.MaxErrorString];
        int length = 0;
        int kind = code;
        fixed (byte* start = text)
        {
            if (errorClass(code, &kind) != 0 || errorString(code, start, &length) != 0)
                length = 0;
        }

        return new MpiException(function, kind, length == 0 ? $"error {code}" : Encoding.UTF8.GetString(text[..length]).TrimEnd('\0'));
    }
}
