using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>The parts of a method's XML documentation that the generated class carries over.</summary>
internal sealed class Documentation
{
    private readonly XElement? root;

    public Documentation(IMethodSymbol method, CancellationToken cancellation)
    {
        string? xml = method.GetDocumentationCommentXml(expandIncludes: false, cancellationToken: cancellation);
        try
        {
            root = string.IsNullOrWhiteSpace(xml) ? null : XElement.Parse(xml, LoadOptions.PreserveWhitespace);
        }
        catch (System.Xml.XmlException)
        {
            // The compiler warns about documentation that is no XML.
        }
    }

    public string Summary => Inner(root?.Element("summary"));

    public string Parameter(string name) =>
        Inner(root?.Elements("param").FirstOrDefault(e => e.Attribute("name")?.Value == name));

    /// <summary>On one line: the generated comment is one.</summary>
    private static string Inner(XElement? element)
    {
        if (element is null)
            return "";

        // In the documentation of a class or a property there are no parameters to refer to.
        foreach (XElement reference in element.Descendants().Where(static e => e.Name.LocalName is "paramref" or "typeparamref").ToArray())
            reference.ReplaceWith(new XElement("c", reference.Attribute("name")?.Value));
        element.Descendants("include").Remove();
        string text = string.Concat(element.Nodes().Select(static n => n.ToString(SaveOptions.DisableFormatting)));
        return string.Join(" ", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
