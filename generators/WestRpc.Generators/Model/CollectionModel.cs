namespace WestRpc.Generators.Model;

/// <summary>How a collection is taken apart and put together again, as source.</summary>
/// <param name="Header">Writing: the statements that check <c>value</c> and write how many items there are.</param>
/// <param name="Creation">Reading: the statements that read how many there are and make <c>items</c>.</param>
/// <param name="Add">Reading: the statement that adds item <c>{0}</c>, or key <c>{0}</c> with value <c>{1}</c>.</param>
/// <param name="Source">Writing: what the items are taken of.</param>
/// <param name="Count">Reading: how many items there are.</param>
/// <param name="Result">Reading: the collection, once all items are added.</param>
/// <param name="Absence">Of value types of which a value may be none: the condition for that; it is written as nil.</param>
internal sealed record CollectionModel(
    string Header, string Creation, string Add, string Source = "value", string Count = "count", string Result = "items", string Absence = "");
