using WestRpc.Generators.Model;

namespace WestRpc.Generators.Emission;

/// <summary>How arguments and result are written and read: one array of arguments, one value as result.</summary>
internal static class WireEmitter
{
    private const string Writer = "ref global::MessagePack.MessagePackWriter writer";
    private const string Reader = "ref global::MessagePack.MessagePackReader reader";
    private const string Wire = "global::WestRpc.Wire.WireContext wire";
    private const string Format = "global::WestRpc.Wire.WireFormat";

    public static void EmitArguments(SourceWriter output, TaskModel task)
    {
        ParameterModel[] arguments = [.. task.Arguments];
        output.Lines("/// <inheritdoc/>");
        output.Open($"public override void WriteArguments({Writer}, {Wire})");
        output.Lines($"writer.WriteArrayHeader({arguments.Length});");
        foreach (ParameterModel argument in arguments)
            output.Lines(ShapeCalls.Write(task, argument.Shape, "this." + argument.Property));
        output.Close();
        output.Gap();

        output.Open($"private static global::WestRpc.WorkEnvelope ReadArguments({Reader}, {Wire})");
        output.Open("try");
        output.Lines($"{Format}.ReadHeader(ref reader, {arguments.Length});");
        string[] locals = Locals(arguments);
        for (int i = 0; i < arguments.Length; i++)
            output.Lines($"{arguments[i].Type} {locals[i]} = {ShapeCalls.Read(task, arguments[i].Shape)};");
        output.Lines($"{Format}.ReadEnd(ref reader);");
        output.Lines($"return new {task.Envelope}({string.Join(", ", locals)});");
        output.Close();
        EmitCatch(output, $"The arguments of {task.Identity}");
        output.Close();
    }

    /// <summary>The names of the parameters, but for what the method itself has names for.</summary>
    private static string[] Locals(ParameterModel[] arguments)
    {
        string[] names = [.. arguments.Select(static a => a.Name)];
        return [.. names.Select(n => n is "reader" or "wire" or "e" or "Formatters" ? Text.Free(n + "_", names) : n)];
    }

    public static void EmitResult(SourceWriter output, TaskModel task)
    {
        output.Gap();
        output.Lines("/// <inheritdoc/>");
        output.Lines($"public override void WriteResult({Writer}, {task.Return.Type} result, {Wire}) =>\n    {ShapeCalls.Write(task, task.Return.Shape, "result")}");
        output.Gap();
        output.Lines("/// <inheritdoc/>");
        output.Open($"public override {task.Return.Type} ReadResult({Reader}, {Wire})");
        output.Open("try");
        output.Lines($"{task.Return.Type} result = {ShapeCalls.Read(task, task.Return.Shape)};");
        output.Lines($"{Format}.ReadEnd(ref reader);\nreturn result;");
        output.Close();
        EmitCatch(output, $"The result of {task.Identity}");
        output.Close();
    }

    private static void EmitCatch(SourceWriter output, string what)
    {
        output.Open("catch (global::System.Exception e) when (e is not global::WestRpc.WorkSerializationException)");
        output.Lines($"throw {Format}.Unreadable({Text.Literal(what)}, e);");
        output.Close();
    }
}
