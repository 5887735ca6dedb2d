using System.Security.Cryptography;
using System.Text;

namespace WestRpc.Generators.Model;

internal static class Hashing
{
    /// <summary>SHA-256 of the text in UTF-8, in lower-case hexadecimal digits.</summary>
    public static string Sha256(string text)
    {
        using SHA256 sha = SHA256.Create();
        return string.Concat(sha.ComputeHash(Encoding.UTF8.GetBytes(text)).Select(static b => b.ToString("x2")));
    }
}
