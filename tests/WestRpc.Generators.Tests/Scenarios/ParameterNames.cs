using System.Threading;
using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace ParameterNames;

public sealed record Value(int X);

public static partial class Work
{
    [WorkTask]
    private static string OfSubmission(int work, int options, int cancellationToken, int work_, int tasks, int maxPending) =>
        $"{work} {options} {cancellationToken} {work_} {tasks} {maxPending}";

    [WorkTask]
    private static string OfGeneratedCode(
        int context, int writer, int reader, int wire, int value, int result, int argument0, int argument1, int e, int i, int count,
        int items, int item, int member0, CancellationToken cancellation) =>
        $"{context} {writer} {reader} {wire} {value} {result} {argument0} {argument1} {e} {i} {count} {items} {item} {member0} {cancellation.CanBeCanceled}";

    [WorkTask]
    private static string OfMembers(
        int descriptor, int taskDescriptor, int register, int formatters, int submitAsync, int mapAsync, int equals, int getHashCode,
        int getType, int toString, int ofMembersTask, int invokeAsync, int writeArguments, int readResult, int run, int runToEnd,
        int memberwiseClone, int finalize) =>
        $"{descriptor} {taskDescriptor} {register} {formatters} {submitAsync} {mapAsync} {equals} {getHashCode} {getType} {toString} " +
        $"{ofMembersTask} {invokeAsync} {writeArguments} {readResult} {run} {runToEnd} {memberwiseClone} {finalize}";

    [WorkTask]
    private static string Keywords(int @class, string @namespace, bool @event, int @from, int @value, int @record, int @global, int @this) =>
        $"{@class} {@namespace} {@event} {from} {value} {record} {@global} {@this}";

    [WorkTask]
    private static int EqualButForCase(int value, int Value, int VALUE, int value2, int Value2) => value + (10 * Value) + (100 * VALUE) + (1000 * value2) + (10_000 * Value2);

    [WorkTask]
    private static int Odd(int _, int __, int _1, int ünï, int 変数, int @_2, int _́x, int iı) => _ + __ + _1 + ünï + 変数 + _2 + _́x + iı;

    [WorkTask]
    private static Value OfClasses(Value Formatters, Value TaskDescriptor, Value ReadArguments) => new(Formatters.X + TaskDescriptor.X + ReadArguments.X);

    [WorkTask]
    private static int @return(int @return) => @return;
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        Expect.Same("1 2 3 4 5 6", await Work.OfSubmissionTask.SubmitAsync(work, 1, 2, 3, 4, 5, 6));
        Expect.Same(
            "1 2 3 4 5 6 7 8 9 10 11 12 13 14 True",
            await Work.OfGeneratedCodeTask.SubmitAsync(work, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14));
        Expect.Same(
            "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18",
            await Work.OfMembersTask.SubmitAsync(work, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18));
        Expect.Same("1 2 True 4 5 6 7 8", await Work.KeywordsTask.SubmitAsync(work, @class: 1, "2", @event: true, 4, 5, 6, @global: 7, 8));
        Expect.Same(54321, await Work.EqualButForCaseTask.SubmitAsync(work, 1, 2, 3, 4, 5));
        Expect.Same(36, await Work.OddTask.SubmitAsync(work, 1, 2, 3, 4, 5, 6, 7, 8));
        Expect.Same(new Value(6), await Work.OfClassesTask.SubmitAsync(work, new(1), new(2), new(3)));
        Expect.Same(9, await Work.returnTask.SubmitAsync(work, 9));
    }
}
