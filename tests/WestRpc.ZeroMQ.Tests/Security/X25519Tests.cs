using WestRpc.ZeroMQ.Security;

namespace WestRpc.ZeroMQ.Tests.Security;

/// <summary>The curve that we got from elsewhere, against RFC 7748.</summary>
public sealed class X25519Tests
{
    [Theory] // RFC 7748, 5.2
    [InlineData(
        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
        "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
        "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552")]
    [InlineData(
        "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
        "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
        "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957")]
    public void TryAgree_VectorsOfTheStandard_GivesTheirResults(string scalar, string point, string expected)
    {
        byte[] shared = new byte[X25519.KeySize];
        Assert.True(X25519.TryAgree(Bytes.Hex(scalar), Bytes.Hex(point), shared));
        Assert.Equal(expected, Bytes.Hex(shared));
    }

    [Fact] // RFC 7748, 5.2
    public void TryAgree_Iterated_GivesTheStandardsResultsAfter1And1000()
    {
        byte[] k = new byte[X25519.KeySize];
        k[0] = 9;
        byte[] u = [.. k];
        for (int i = 1; i <= 1_000; i++)
        {
            byte[] next = new byte[X25519.KeySize];
            Assert.True(X25519.TryAgree(k, u, next));
            (k, u) = (next, k);
            if (i == 1)
                Assert.Equal("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079", Bytes.Hex(k));
        }

        Assert.Equal("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51", Bytes.Hex(k));
    }

    [Fact] // RFC 7748, 6.1
    public void BothSides_OfTheStandardsExchange_AgreeOnItsSecret()
    {
        byte[] alice = Bytes.Hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
        byte[] bob = Bytes.Hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        byte[] alicePublic = new byte[X25519.KeySize], bobPublic = new byte[X25519.KeySize], shared = new byte[X25519.KeySize];
        X25519.DerivePublicKey(alice, alicePublic);
        X25519.DerivePublicKey(bob, bobPublic);
        Assert.Equal("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a", Bytes.Hex(alicePublic));
        Assert.Equal("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f", Bytes.Hex(bobPublic));
        Assert.True(X25519.TryAgree(alice, bobPublic, shared));
        Assert.Equal("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742", Bytes.Hex(shared));
        Assert.True(X25519.TryAgree(bob, alicePublic, shared));
        Assert.Equal("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742", Bytes.Hex(shared));
    }

    [Theory]
    [MemberData(nameof(LowOrder))]
    public void TryAgree_PointOfLowOrder_IsRefused(string point) =>
        Assert.False(X25519.TryAgree(Bytes.From(1), Bytes.Hex(point), new byte[X25519.KeySize]));

    public static TheoryData<string> LowOrder =>
    [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ];
}
