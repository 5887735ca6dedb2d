using WestRpc.Configuration;

namespace WestRpc.Mpi.Configuration;

/// <summary>The settings of the MPI work manager, and what was set: code's options until the environment or the command line say otherwise.</summary>
internal sealed class MpiSettings
{
    public MpiSettings(MpiOptions options)
    {
        Options = options;
        All =
        [
            new Setting("WM_MPI_LIBRARY", "--mpi-library", "the MPI library (default: the one that belongs to the launcher)",
                "the name of a file", IsSwitch: false, (core, text) => Set(core, text.Length == 0 ? null : Options with { Library = text })),
            new Setting("WM_MPI_MASTER_WORKS", "--mpi-master-works", "let rank 0 work as well, beside being the master (default: no)",
                Setting.SwitchAllowed, IsSwitch: true,
                (core, text) => Set(core, Setting.ReadSwitch(text) is { } on ? Options with { MasterWorks = on } : null)),
        ];
    }

    public MpiOptions Options { get; private set; }

    public IReadOnlyList<Setting> All { get; }

    private WorkManagerOptions? Set(WorkManagerOptions core, MpiOptions? next)
    {
        if (next is null)
            return null;
        Options = next;
        return core;
    }
}
