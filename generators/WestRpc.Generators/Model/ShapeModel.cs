namespace WestRpc.Generators.Model;

internal enum ShapeKind
{
    /// <summary>Written and read by one call each.</summary>
    Leaf,

    /// <summary>As a leaf, where null is seen to before.</summary>
    Formatted,
    Nullable,

    /// <summary>Items one after the other: arrays, lists, sets.</summary>
    Collection,

    /// <summary>Keys with their values.</summary>
    Dictionary,

    /// <summary>Members in an array, in order; tuples too.</summary>
    Object,

    /// <summary>A <c>[MessagePackObject]</c> with numbered keys.</summary>
    NumberedObject,

    /// <summary>A <c>[MessagePackObject]</c> with names as keys.</summary>
    NamedObject,

    /// <summary>An interface or abstract class with <c>[Union]</c>s: its members are the cases, derived ones first.</summary>
    Union,
}

/// <summary>How one type is written and read.</summary>
/// <param name="Kind">Which of the ways.</param>
/// <param name="Type">The type as source, with <c>global::</c>, without the nullability of a reference.</param>
/// <param name="Name">A name that is unique in the task, for the generated methods.</param>
/// <param name="IsReference">Whether null is a value of it.</param>
/// <param name="Write">Of leaves and what a user's formatter writes: the call that writes <c>{0}</c>.</param>
/// <param name="Read">Of the same: the call that reads.</param>
/// <param name="Collection">Of collections and dictionaries: how they are taken apart and put together.</param>
/// <param name="Inner">Indices of the element's shape, or of key and value.</param>
/// <param name="Members">Of objects: the members in wire order.</param>
/// <param name="Construction">Of objects: the member indices of the constructor's arguments, in order.</param>
/// <param name="IsTuple">Of objects: whether it is made by <c>(a, b)</c>.</param>
/// <param name="IsSealed">Of objects: whether a value's type can't be another.</param>
/// <param name="IsRecursive">Whether a value can contain another of its type.</param>
/// <param name="HasCallbacks">Of objects: whether they are told before they are written and after they are read.</param>
internal sealed record ShapeModel(
    ShapeKind Kind,
    string Type,
    string Name,
    bool IsReference,
    string Write = "",
    string Read = "",
    CollectionModel? Collection = null,
    EquatableArray<int> Inner = default,
    EquatableArray<MemberModel> Members = default,
    EquatableArray<int> Construction = default,
    bool IsTuple = false,
    bool IsSealed = true,
    bool IsRecursive = false,
    bool HasCallbacks = false);

/// <summary>A member of an object.</summary>
/// <param name="Name">Its name, escaped where it is a keyword.</param>
/// <param name="Shape">The index of its type's shape.</param>
/// <param name="Type">Its type as source, with nullability.</param>
/// <param name="Number">Of numbered objects: its key.</param>
/// <param name="Key">Of named objects: its key.</param>
/// <param name="IsAssigned">Whether an object initializer sets it; else it is an argument of the constructor, or computed.</param>
/// <param name="IsForgiven">Whether the constructor is stricter about null than the member.</param>
internal sealed record MemberModel(
    string Name, int Shape, string Type, int Number, string Key, bool IsAssigned, bool IsForgiven);
