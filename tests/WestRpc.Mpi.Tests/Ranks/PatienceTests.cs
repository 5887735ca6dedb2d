using WestRpc.Mpi.Ranks;

namespace WestRpc.Mpi.Tests.Ranks;

public sealed class PatienceTests
{
    private const long Microsecond = 1_000;
    private const long Millisecond = 1_000_000;

    [Theory]
    [InlineData((int)Outlook.Call)]
    [InlineData((int)Outlook.Results)]
    public void Who_has_just_acted_asks_again_without_a_nap(int outlook) =>
        Assert.Equal(0, new Patience().NapAt(10 * Microsecond, (Outlook)outlook));

    [Theory]
    [InlineData(10 * Millisecond, 100 * Microsecond)]
    [InlineData(100 * Millisecond, 1 * Millisecond)]
    [InlineData(1_000 * Millisecond, 10 * Millisecond)]
    public void A_nap_is_short_beside_what_was_waited_for(long waited, long most) =>
        Assert.InRange(new Patience().NapAt(waited, Outlook.Call), 1, most);

    [Fact]
    public void Who_waits_for_results_naps_for_longer_than_who_waits_for_a_call()
    {
        var patience = new Patience();
        Assert.True(patience.NapAt(3 * Millisecond, Outlook.Results) > patience.NapAt(3 * Millisecond, Outlook.Call));
        Assert.True(patience.NapAt(200 * Microsecond, Outlook.Results) <= 100 * Microsecond);
    }

    [Theory]
    [InlineData(5_000 * Millisecond)]
    [InlineData(3_600_000 * Millisecond)]
    public void Who_waits_for_long_wakes_a_hundred_times_a_second(long waited) =>
        Assert.Equal(10 * Millisecond, new Patience().NapAt(waited, Outlook.Call));

    [Fact]
    public void Who_got_an_answer_soon_waits_for_the_next_without_a_nap()
    {
        var patience = new Patience();
        patience.Acted(100 * Microsecond, received: true);
        Assert.Equal(0, patience.NapAt(300 * Microsecond, Outlook.Results));
        Assert.True(patience.NapAt(400 * Microsecond, Outlook.Results) > 0);
        patience.Acted(2 * Millisecond, received: true);
        Assert.True(patience.NapAt(2 * Millisecond + (100 * Microsecond), Outlook.Results) > 0);
    }

    [Fact]
    public void A_call_that_has_just_begun_is_waited_for_without_a_nap_and_a_long_one_with_long_naps()
    {
        var patience = new Patience();
        Assert.Equal(0, patience.NapAt(90 * Microsecond, Outlook.ShortCall));
        Assert.True(patience.NapAt(150 * Microsecond, Outlook.ShortCall) > 0);
        Assert.Equal(2 * Millisecond, patience.NapAt(50 * Microsecond, Outlook.LongCall));
        Assert.Equal(10 * Millisecond, patience.NapAt(10_000 * Millisecond, Outlook.LongCall));
    }

    [Theory]
    [InlineData((int)Outlook.Call)]
    [InlineData((int)Outlook.LongCall)]
    public void A_message_on_its_way_is_asked_for_often(int outlook) =>
        Assert.Equal(0, new Patience().NapAt(900 * Microsecond, (Outlook)outlook, isMoving: true));
}
