using System.Text.Json;
using System.Text.Json.Serialization;
using WestRpc.ZeroMQ.Security;

namespace WestRpc.ZeroMQ.Configuration;

/// <summary>The secret as a member of JSON.</summary>
/// <param name="Value">Null where nothing is sealed.</param>
[JsonConverter(typeof(Converter))]
internal readonly record struct SecretField(RunSecret? Value)
{
    /// <summary>Without a string, which could not be wiped.</summary>
    internal sealed class Converter : JsonConverter<SecretField>
    {
        public override bool HandleNull => true;

        public override SecretField Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.Null)
                return default;
            if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped)
                throw new JsonException("The run's secret is no plain text.");
            try
            {
                return new SecretField(RunSecret.Parse(reader.ValueSpan));
            }
            catch (FormatException e)
            {
                throw new JsonException(e.Message);
            }
        }

        public override void Write(Utf8JsonWriter writer, SecretField value, JsonSerializerOptions options)
        {
            if (value.Value is null)
            {
                writer.WriteNullValue();
                return;
            }

            Span<byte> text = stackalloc byte[RunSecret.TextLength];
            value.Value.WriteText(text);
            writer.WriteStringValue(text);
            text.Clear();
        }
    }
}
