using Microsoft.CodeAnalysis;
using WestRpc.Generators.Model;

namespace WestRpc.Generators.Parsing;

/// <content>What has members: tuples, records, classes and structs, with attributes or without, and unions.</content>
internal sealed partial class ShapeBuilder
{
    private ShapeModel? BuildTuple(INamedTypeSymbol tuple, string path, bool standard)
    {
        var members = new List<MemberModel>();
        foreach (IFieldSymbol element in tuple.TupleElements)
        {
            int shape = Add(element.Type, $"{path}.{element.Name}", standard);
            if (shape < 0)
                return null;
            string name = element.CorrespondingTupleField?.Name ?? element.Name;
            members.Add(new MemberModel(name, shape, element.Type.ToSource(), members.Count, "", IsAssigned: false, IsForgiven: false));
        }

        return Shape(ShapeKind.Object, tuple) with
        {
            Members = new([.. members]),
            Construction = new([.. Enumerable.Range(0, members.Count)]),
            IsTuple = members.Count > 1,
        };
    }

    private ShapeModel? BuildObject(INamedTypeSymbol type, string path)
    {
        // A type of the base library that has no fields of its own to see: only its constructor and properties.
        Restoration? restoration = Unsendable.IsKnownObject(type)
            ? Constructors.Find(
                type,
                [
                    .. type.GetMembers().OfType<IPropertySymbol>().Where(static p => p.DeclaredAccessibility == Accessibility.Public)
                        .Select(static p => new Member(p, p.Type, false)),
                ],
                out string blame)
            : MemberFinder.Find(type, here, out blame);
        if (restoration is null)
            return Refuse(path + blame);
        Describe(type, restoration.Members, static m => m.Name);
        return BuildMembers(ShapeKind.Object, type, path, restoration, [], standard: false);
    }

    private ShapeModel? BuildMessagePackObject(INamedTypeSymbol type, AttributeData attribute, string path)
    {
        if (type.IsAbstract)
            return Refuse(path, type, "is abstract: give it a [Union] for each type that it may be");
        if (MessagePackMembers.Find(type, attribute, here, out string blame) is not { } keyed ||
            MessagePackConstructors.Find(type, keyed, out blame) is not { } restoration)
            return Refuse(path + blame);
        bool named = keyed.Any(static k => k.Name is not null);
        Describe(type, restoration.Members, m => $"[{keyed.First(k => k.Member == m).Key}] {m.Name}");
        ShapeModel? shape = BuildMembers(
            named ? ShapeKind.NamedObject : ShapeKind.NumberedObject, type, path, restoration, keyed, standard: true);
        return shape is null ? null : shape with
        {
            HasCallbacks = type.AllInterfaces.Any(static i => i.ToDisplayString() == "MessagePack.IMessagePackSerializationCallbackReceiver"),
        };
    }

    private ShapeModel? BuildUnion(INamedTypeSymbol union, string path)
    {
        if (Unions.Find(union, out string blame) is not { } cases)
            return Refuse(path + blame);
        IEnumerable<string> lines = cases.OrderBy(static c => c.Key).Select(static c => $"{c.KeyText} = {c.Type.ToCanonical()}");
        contract.Add($"union {union.ToCanonical()} {{ {string.Join(", ", lines)} }}");
        ShapeModel shape = Shape(ShapeKind.Union, union);
        var members = new List<MemberModel>();
        foreach (UnionCase one in cases)
        {
            int inner = Add(one.Type, $"{path}({one.Type.Name})", standard: true);
            if (inner < 0)
                return null;
            members.Add(new MemberModel("", inner, one.Type.ToSource(), one.Key, "", IsAssigned: false, IsForgiven: false));
        }

        return shape with { Members = new([.. members]) };
    }

    private ShapeModel? BuildMembers(
        ShapeKind kind, INamedTypeSymbol type, string path, Restoration restoration, IReadOnlyList<KeyedMember> keys, bool standard)
    {
        ShapeModel shape = Shape(kind, type);
        experimental.UnionWith(UseMarks.ExperimentalIds(restoration.Method));
        var members = new List<MemberModel>();
        foreach (Member member in restoration.Members)
        {
            int inner = AddMember(member, $"{path}.{member.Name}", standard);
            if (inner < 0)
                return null;
            KeyedMember? key = keys.FirstOrDefault(k => k.Member == member);
            members.Add(new MemberModel(
                TypeNames.Escape(member.Name), inner, member.Type.ToSource(), key?.Number ?? members.Count, key?.Name ?? "",
                restoration.Assigns(member), restoration.Forgives(member)));
        }

        return shape with
        {
            Members = new([.. members]),
            Construction = new([.. restoration.Constructor.Select(c => restoration.Members.ToList().IndexOf(c))]),
            IsSealed = type.IsSealed || type.IsValueType,
        };
    }

    /// <summary>The index of a member's shape, which a formatter of the member's own may write.</summary>
    private int AddMember(Member member, string path, bool standard)
    {
        if (UseMarks.IsForbidden(member.Symbol, container))
        {
            Refuse(path + " is [Obsolete] as an error, so generated code can't use it either");
            return -1;
        }

        experimental.UnionWith(UseMarks.ExperimentalIds(member.Symbol));
        if (Formatters.OfSymbol(member.Symbol, member.Type, container, out string blame) is { } formatter)
        {
            shapes.Add(BuildFormatted(TypeNames.Bare(member.Type), formatter));
            return shapes.Count - 1;
        }

        if (blame.Length == 0)
            return Add(member.Type, path, standard);
        Refuse(path + blame);
        return -1;
    }
}
