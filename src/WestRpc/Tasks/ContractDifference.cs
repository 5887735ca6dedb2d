namespace WestRpc;

/// <summary>
/// Says in words where two contracts of one task differ, given their canonical texts: the task with its parameters and
/// its result in the first line, each type that they send in one of its own.
/// </summary>
internal static class ContractDifference
{
    /// <param name="task">The task's identity, with which both texts begin.</param>
    /// <param name="ours">One text.</param>
    /// <param name="theirs">The other one, which differs.</param>
    /// <param name="us">Whose the first is: <c>the master</c>.</param>
    /// <param name="them">Whose the second is: <c>the worker</c>.</param>
    public static string Describe(string task, string ours, string theirs, string us, string them)
    {
        string[] a = ours.Split('\n');
        string[] b = theirs.Split('\n');
        return InSignature() ?? InTypes() ?? Saying("", FirstNotIn(a, b), FirstNotIn(b, a));

        string? InSignature()
        {
            if (a[0] == b[0])
                return null;
            var (one, other) = (Entry.Of(a[0], task.Length), Entry.Of(b[0], task.Length));
            return InItems("parameter", "", one.Items, other.Items) ??
                (one.Rest == other.Rest ? null : Saying("result", Result(one.Rest), Result(other.Rest)));
        }

        string? InTypes()
        {
            foreach (string line in a.Skip(1).Where(l => !b.Contains(l)))
            {
                Entry one = Entry.Of(line);
                if (b.Skip(1).Where(l => !a.Contains(l)).Select(static l => Entry.Of(l)).FirstOrDefault(e => e.Name == one.Name) is { } other)
                    return InItems(one.IsEnum ? "value" : "member", " of " + one.Name, one.Items, other.Items);
            }

            return null;
        }

        string? InItems(string what, string of, IReadOnlyList<Item> one, IReadOnlyList<Item> other)
        {
            int i = 0;
            while (i < one.Count && i < other.Count && one[i] == other[i])
                i++;
            if (i == one.Count && i == other.Count)
                return null;
            if (i < one.Count && i < other.Count && one[i].Name == other[i].Name)
                return Saying($"{what} '{one[i].Name}'{of}", one[i].Value, other[i].Value);
            return Saying($"{what} {i + 1}{of}", i < one.Count ? one[i].Text : "nothing", i < other.Count ? other[i].Text : "nothing");
        }

        string Saying(string where, string one, string other) =>
            $"{(where.Length == 0 ? "" : where + ": ")}{us} has '{one}', {them} '{other}'";
    }

    private static string Result(string rest) => rest.StartsWith(" -> ", StringComparison.Ordinal) ? rest.Substring(4) : rest.Trim();

    private static string FirstNotIn(string[] lines, string[] others) =>
        lines.FirstOrDefault(l => !others.Contains(l)) ?? "nothing";

    /// <summary>A line: what it is about, the items in its brackets, what comes behind them.</summary>
    private sealed record Entry(string Subject, IReadOnlyList<Item> Items, string Rest)
    {
        private const string EnumPrefix = "enum ";

        public bool IsEnum => Subject.StartsWith(EnumPrefix, StringComparison.Ordinal);

        public string Name => IsEnum ? Subject.Substring(EnumPrefix.Length).Split(' ')[0] : Subject.Trim();

        /// <param name="line">The line.</param>
        /// <param name="open">Where its brackets open; −1 where that is to be found out.</param>
        public static Entry Of(string line, int open = -1)
        {
            if (open < 0)
                open = Brackets.IndexAtTop(line, 0, static c => c is '(' or '{');
            if (open < 0 || open >= line.Length)
                return new Entry(line, [], "");
            int close = Brackets.IndexAtTop(line, open + 1, static c => c is ')' or '}');
            if (close < 0)
                return new Entry(line, [], "");
            return new Entry(line.Substring(0, open), ItemsOf(line.Substring(open + 1, close - open - 1)), line.Substring(close + 1));
        }

        private static List<Item> ItemsOf(string text)
        {
            var items = new List<Item>();
            for (int start = 0; start < text.Length;)
            {
                int end = Brackets.IndexAtTop(text, start, static c => c == ',');
                end = end < 0 ? text.Length : end;
                string item = text.Substring(start, end - start).Trim();
                if (item.Length > 0)
                    items.Add(Item.Of(item));
                start = end + 1;
            }

            return items;
        }
    }

    /// <summary><c>double step</c>, <c>double [0] Weight</c>, or <c>Open = 1</c> in an enum.</summary>
    private sealed record Item(string Text, string Name, string Value)
    {
        public static Item Of(string text)
        {
            int equals = text.IndexOf(" = ", StringComparison.Ordinal);
            if (equals > 0)
                return new Item(text, text.Substring(0, equals), text.Substring(equals + 3));
            int key = text.IndexOf(" [", StringComparison.Ordinal);
            int space = key > 0 ? key : text.LastIndexOf(' ');
            return space < 0 ? new Item(text, text, "") : new Item(text, text.Substring(space + 1), text.Substring(0, space));
        }
    }

    private static class Brackets
    {
        /// <summary>The first character that fits, from a place on, outside of brackets that open behind it; −1 for none.</summary>
        public static int IndexAtTop(string text, int start, Func<char, bool> fits)
        {
            int depth = 0;
            for (int i = start; i < text.Length; i++)
            {
                if (depth == 0 && fits(text[i]))
                    return i;
                if (text[i] is '(' or '<' or '[' or '{')
                    depth++;
                else if (text[i] is ')' or '>' or ']' or '}')
                    depth--;
            }

            return -1;
        }
    }
}
