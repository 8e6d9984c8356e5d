import ts from "typescript";

/** The name under which a type stands in the table: not that of a generic one, which has many forms. */
export function nameOf(type: ts.Type): string | undefined {
  const symbol = symbolOf(type);
  const generic = type.aliasTypeArguments ?? (type as ts.TypeReference).typeArguments;
  if (!symbol || generic?.length || symbol.flags & ts.SymbolFlags.TypeLiteral) return undefined;
  return symbol.name;
}

/** What a type is called by, its alias first. */
export function symbolOf(type: ts.Type): ts.Symbol | undefined {
  return type.aliasSymbol ?? type.symbol;
}

/** What decides whether it is written out in a call: of `Pick<Network, …>` it is Network, of `A & B` both. */
export function writtenName(type: ts.Type): string {
  const [picked] = type.aliasTypeArguments ?? [];
  if (type.aliasSymbol?.name === "Pick") return writtenName(picked);
  if (type.aliasSymbol) return type.aliasSymbol.name;
  if (type.isIntersection()) return writtenName(type.types[0]);
  return (type.symbol as ts.Symbol | undefined)?.name ?? "";
}
