using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace @namespace.@class.@record
{
    public enum @enum
    {
        @default = 2,
    }

    public sealed record @struct(@enum @event = @enum.@default)
    {
        public int @from { get; init; }
    }

    public static partial class @static
    {
        [WorkTask]
        private static @struct @new(@struct @this, @enum @default = @enum.@default) => @this with { @from = (int)@default };
    }
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        var sent = new @namespace.@class.@record.@struct { @from = 1 };
        Expect.Same(sent with { @from = 2 }, await @namespace.@class.@record.@static.newTask.SubmitAsync(work, sent));
    }
}
