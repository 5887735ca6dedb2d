namespace WestRpc.Benchmarks.Report.Tables;

/// <summary>Each goal, what was measured, and whether that is enough.</summary>
internal static class GoalTable
{
    public static string Of(FigureSet figures)
    {
        var table = new MarkdownTable("what", "goal", "measured", "reached");
        foreach (Goal goal in Goal.All)
        {
            string limit = $"{(goal.IsMost ? "≤" : "≥")} {Numbers.Text(goal.Limit)} {goal.Unit}{(goal.Reference is null ? "" : $" {goal.Reference}")}";
            string measured = goal.Value(figures) is { } value ? Numbers.Text(value) : "not measured";
            string reached = goal.Value(figures) switch
            {
                null => "–",
                { } number => goal.IsReached(number) ? "yes" : "**no**",
            };
            table.Add(goal.What, limit, measured, reached);
        }

        return table.ToString();
    }
}
