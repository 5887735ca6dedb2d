namespace WestRpc;

/// <summary>A function of the MPI library failed.</summary>
public sealed class MpiException : WorkException
{
    internal MpiException(string function, int errorClass, string text)
        : base($"{function} failed: {text} (error class {errorClass}).")
    {
        Function = function;
        ErrorClass = errorClass;
        Text = text;
    }

    /// <summary>Which function, for example <c>MPI_Isend</c>.</summary>
    public string Function { get; }

    /// <summary>The class of the error, by the library's own numbers.</summary>
    public int ErrorClass { get; }

    /// <summary>What the library says of it.</summary>
    public string Text { get; }
}
