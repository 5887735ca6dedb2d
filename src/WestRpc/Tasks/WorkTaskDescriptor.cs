using System.ComponentModel;
using MessagePack;
using WestRpc.Dispatch;
using WestRpc.Wire;

namespace WestRpc;

/// <summary>Reads the arguments of one task and returns the call.</summary>
[EditorBrowsable(EditorBrowsableState.Advanced)]
public delegate WorkEnvelope WorkTaskReader(ref MessagePackReader reader, WireContext context);

/// <summary>What master and workers know of a task; made by generated code, one for each <c>[WorkTask]</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Advanced)]
public sealed class WorkTaskDescriptor
{
    /// <summary>Describes a task.</summary>
    /// <param name="envelope">The generated class.</param>
    /// <param name="name">The task's identity.</param>
    /// <param name="contract">The canonical text of its parameters, result and all that they send, one item a line.</param>
    /// <param name="contractHash">SHA-256 of the text in UTF-8, 64 lower-case hexadecimal digits.</param>
    /// <param name="usesContext">Whether the method takes a <see cref="WorkContext"/> or a cancellation token.</param>
    /// <param name="read">Reads the arguments.</param>
    /// <param name="defaults">What calls ask for whose submission does not.</param>
    public WorkTaskDescriptor(
        Type envelope, string name, string contract, string contractHash, bool usesContext, WorkTaskReader read,
        WorkOptions? defaults = null)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentException.ThrowIfNullOrEmpty(contractHash);
        ArgumentNullException.ThrowIfNull(read);
        Module = envelope.Module.ModuleVersionId;
        Name = name;
        Contract = contract;
        ContractHash = contractHash;
        UsesContext = usesContext;
        Read = read;
        Defaults = defaults;
        DefaultPolicy = defaults is null ? TaskPolicy.Default : new TaskPolicy(defaults, defaults);
    }

    /// <summary>The task's identity between master and workers.</summary>
    public string Name { get; }

    /// <summary>The canonical text of its parameters, result and all that they send.</summary>
    public string Contract { get; }

    /// <summary>SHA-256 of <see cref="Contract"/>, 64 hexadecimal digits.</summary>
    public string ContractHash { get; }

    internal bool UsesContext { get; }

    internal WorkTaskReader Read { get; }

    /// <summary>What calls ask for whose submission does not.</summary>
    internal WorkOptions? Defaults { get; }

    internal TaskPolicy DefaultPolicy { get; }

    /// <summary>The module version id of the assembly that holds the task: part of the build's identity.</summary>
    internal Guid Module { get; }
}
