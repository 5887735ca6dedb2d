using WestRpc.Mpi.Ranks;

namespace WestRpc.Mpi.Tests.Ranks;

public sealed class PatienceTests
{
    private const long Microsecond = 1_000;
    private const long Millisecond = 1_000_000;

    [Fact]
    public void Who_has_just_acted_asks_again_without_a_nap() => Assert.Equal(0, new Patience().NapAt(10 * Microsecond, isMoving: false));

    [Theory]
    [InlineData(10 * Millisecond, 200 * Microsecond)]
    [InlineData(100 * Millisecond, 2 * Millisecond)]
    [InlineData(1_000 * Millisecond, 20 * Millisecond)]
    public void A_nap_is_short_beside_what_was_waited_for(long waited, long most) =>
        Assert.InRange(new Patience().NapAt(waited, isMoving: false), 1, most);

    [Theory]
    [InlineData(5_000 * Millisecond)]
    [InlineData(3_600_000 * Millisecond)]
    public void Who_waits_for_long_wakes_a_hundred_times_a_second(long waited) =>
        Assert.Equal(10 * Millisecond, new Patience().NapAt(waited, isMoving: false));

    [Fact]
    public void Who_got_an_answer_soon_waits_for_the_next_without_a_nap()
    {
        var patience = new Patience();
        patience.Acted(100 * Microsecond, received: true);
        Assert.Equal(0, patience.NapAt(300 * Microsecond, isMoving: false));
        Assert.True(patience.NapAt(400 * Microsecond, isMoving: false) > 0);
        patience.Acted(2 * Millisecond, received: true);
        Assert.True(patience.NapAt(2 * Millisecond + (100 * Microsecond), isMoving: false) > 0);
    }

    [Fact]
    public void A_message_on_its_way_is_asked_for_often() => Assert.Equal(0, new Patience().NapAt(900 * Microsecond, isMoving: true));
}
