/** Writes the table of what every public function takes, from the library's own types. */
import path from "node:path";
import ts from "typescript";
import type {
  Kind,
  Members,
  RecordType,
  Signature,
  Table,
  Unknown,
} from "../../src/arguments/kinds";

const root = path.join(__dirname, "..", "..");

/** Names of records that are written out in a call, so that an unknown name in one is a slip. */
const writtenOut = /(Options|Extras|Bounds|Fields|Input|Sizes|Sets|Ramp|Changes|Look|Area)$/;

type Within = "given" | "thing" | "made";

/** The table as it should be now. */
export function describeLibrary(): Table {
  const config = ts.readConfigFile(path.join(root, "tsconfig.json"), (file) =>
    ts.sys.readFile(file),
  );
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const index = path.join(root, "src", "index.ts");
  const program = ts.createProgram([index], { ...options, noEmit: true, incremental: false });
  return describeExports(program, index);
}

function describeExports(program: ts.Program, index: string): Table {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(index)!)!;
  const exported = checker
    .getExportsOfModule(module)
    .map((symbol) => ({ name: symbol.name, symbol: unaliased(symbol) }))
    .filter(({ symbol }) => symbol.flags & ts.SymbolFlags.Value)
    .map(({ name, symbol }) => ({ name, type: checker.getTypeOfSymbol(symbol) }));
  const types: Record<string, RecordType> = {};
  const functions: Record<string, Signature> = {};
  const named = new Map<string, ts.Symbol>(); // those that stand in the table
  const begun = new Set<ts.Type>(); // a type that contains itself, such as JSON, is "any" inside itself
  for (const { name, type } of exported) {
    const calls = type.getCallSignatures();
    if (calls.length === 0) continue;
    const promise = calls.every(
      (call) => checker.getAwaitedType(call.getReturnType()) !== call.getReturnType(),
    );
    functions[name] = { calls: calls.map(parametersOf), ...(promise && { promise }) };
  }
  return { functions: sorted(functions), types: sorted(types) };

  function unaliased(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  }

  function parametersOf(call: ts.Signature): Members {
    return Object.fromEntries(
      call.parameters.map((parameter) => {
        const node = parameter.valueDeclaration as ts.ParameterDeclaration;
        const type = checker.getTypeOfSymbol(parameter);
        const name = ts.isIdentifier(node.name) ? parameter.name : lastWord(writtenName(type));
        if (node.dotDotDotToken) return [`...${name}`, kindOf(elementOf(type)!)];
        const optional = checker.isOptionalParameter(node);
        return [optional ? `${name}?` : name, kindOf(type)];
      }),
    );
  }

  /** What a parameter is called that is taken apart where it stands: "sets" for MemorisationSets. */
  function lastWord(typeName: string): string {
    return (/[A-Z][a-z]*$/.exec(typeName)?.[0] ?? "options").toLowerCase();
  }

  function elementOf(type: ts.Type): ts.Type | undefined {
    return checker.isArrayType(type)
      ? checker.getTypeArguments(type as ts.TypeReference)[0]
      : undefined;
  }

  /**
   * @param within what it is a part of: a record written out in the call ("given"), a "thing", or a thing with methods
   *   that the library makes ("made"), of which is told whether parts are there, not what is in them
   */
  function kindOf(whole: ts.Type, within: Within = "given"): Kind {
    let type = whole;
    if (type.flags & ts.TypeFlags.TypeParameter) {
      type = checker.getBaseConstraintOfType(type) ?? checker.getUnknownType();
    }
    if (type.flags & ts.TypeFlags.NumberLike && !type.isLiteral()) return "number";
    if (type.flags & ts.TypeFlags.StringLike && !type.isLiteral()) return "string";
    if (type.flags & ts.TypeFlags.Boolean) return "boolean";
    if (type.flags & ts.TypeFlags.Null) return "null";
    if (type.flags & ts.TypeFlags.NonPrimitive) return "object";
    if (type.isStringLiteral() || type.isNumberLiteral()) return { values: [type.value] };
    if (type.flags & ts.TypeFlags.BooleanLiteral)
      return { values: [checker.typeToString(type) === "true"] };
    if (type.isUnion()) return unionKind(type, within);
    if (!(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) return "any";
    const name = nameOf(type);
    if (name !== undefined && named.has(name)) {
      if (named.get(name) === symbolOf(type)) return { type: name };
      throw new Error(`Two types of the library are called ${name}`);
    }
    if (begun.has(type)) return "any";
    begun.add(type);
    const kind = objectKind(type, within);
    begun.delete(type);
    return kind;
  }

  function unionKind(type: ts.UnionType, within: Within): Kind {
    const parts = type.types.filter(({ flags }) => !(flags & ts.TypeFlags.Undefined));
    const kinds: Kind[] = [];
    const values: (string | number | boolean)[] = [];
    for (const part of parts) {
      const kind = kindOf(part, within);
      if (kind === "any") return "any";
      if (typeof kind === "object" && "values" in kind) values.push(...kind.values);
      else if (!kinds.some((known) => JSON.stringify(known) === JSON.stringify(kind)))
        kinds.push(kind);
    }
    if (values.includes(true) && values.includes(false)) {
      kinds.push("boolean");
      values.splice(0, Infinity, ...values.filter((value) => typeof value !== "boolean"));
    }
    if (values.length > 0) kinds.push({ values: values.sort(inOrder) });
    return kinds.length === 1 ? kinds[0] : { either: kinds.sort(byPlace) };
  }

  function objectKind(type: ts.Type, within: Within): Kind {
    const flat = within === "made";
    const name = (type.symbol as ts.Symbol | undefined)?.name;
    if (name === "Tensor") return "tensor";
    if (name === "Variable") return "variable";
    if (name === "ArrayLike") return "numbers";
    if (checker.isTupleType(type)) {
      if (flat) return { list: "any" };
      return {
        tuple: checker
          .getTypeArguments(type as ts.TypeReference)
          .map((part) => kindOf(part, within)),
      };
    }
    const element = elementOf(type);
    if (element) return { list: flat ? "any" : kindOf(element, within) };
    const [call] = type.getCallSignatures();
    if (call as ts.Signature | undefined) return functionKind(type, call, flat);
    if (isClass(type)) return { instance: name! };
    const values = checker.getIndexTypeOfType(type, ts.IndexKind.String);
    if (values) return flat ? "object" : { record: kindOf(values, within) };
    if (flat) return "object";
    return recordKind(type, within);
  }

  function functionKind(type: ts.Type, call: ts.Signature, flat: boolean): Kind {
    const names = call.parameters.map(({ name }) => name.replace(/^__\d+$/, "options"));
    const result = checker.typeToString(call.getReturnType()).replace(/<Rank[^>]*>/g, "");
    const short = /^\w+$/.test(result) ? result : "…";
    const makers = exported
      .filter(
        (each) => !flat && makes(each.type, type) && !checker.isTypeAssignableTo(each.type, type),
      )
      .map(({ name }) => name);
    return { function: `(${names.join(", ")}) => ${short}`, ...(makers.length > 0 && { makers }) };
  }

  /** Whether a function's result is of a type. */
  function makes(maker: ts.Type, type: ts.Type): boolean {
    const calls = maker.getCallSignatures().filter((call) => !call.typeParameters);
    const results = calls.map((call) => checker.getAwaitedType(call.getReturnType())!);
    return results.some(
      (result) => !(result.flags & ts.TypeFlags.Any) && checker.isTypeAssignableTo(result, type),
    );
  }

  /** A class of the library, of TensorFlow.js or of the language: what is an `interface` with a constructor there. */
  function isClass(type: ts.Type): boolean {
    if (type.isClass()) return true;
    const symbol = type.symbol as ts.Symbol | undefined;
    const file = symbol?.declarations?.[0]?.getSourceFile();
    return (
      file !== undefined &&
      (program.isSourceFileDefaultLibrary(file) || file.fileName.includes("@types/node")) &&
      symbol!.declarations!.some(ts.isInterfaceDeclaration)
    );
  }

  function recordKind(type: ts.Type, within: Within): Kind {
    const name = nameOf(type);
    const literal = (type.symbol as ts.Symbol | undefined)?.flags === ts.SymbolFlags.TypeLiteral;
    const given =
      writtenOut.test(writtenName(type)) || (literal && !type.aliasSymbol && within === "given");
    if (name === undefined) return membersOf(type, given, false);
    named.set(name, symbolOf(type)!); // it may contain itself
    const such = name.endsWith("Options") ? [] : suchAs(type);
    types[name] = { ...membersOf(type, given, such.length > 0), ...(such.length > 0 && { such }) };
    return { type: name };
  }

  /** The exports that are of a type, or make it. Everything would be of one that wants nothing. */
  function suchAs(type: ts.Type): string[] {
    if (checker.getPropertiesOfType(type).every(isOptional)) return [];
    return exported
      .filter((each) => isOrMakes(each.type, type))
      .map((each) => (each.type.getCallSignatures().length > 0 ? `${each.name}()` : each.name));
  }

  function isOrMakes(each: ts.Type, type: ts.Type): boolean {
    return makes(each, type) || (!isClass(each) && checker.isTypeAssignableTo(each, type));
  }

  function isOptional(member: ts.Symbol): boolean {
    return (member.flags & ts.SymbolFlags.Optional) !== 0;
  }

  /** @param made by the library: of what has methods, only what must be there, and nothing inside of it */
  function membersOf(
    type: ts.Type,
    given: boolean,
    made: boolean,
  ): { members: Members; unknown: Unknown } {
    const all = checker.getPropertiesOfType(type);
    const flat =
      made && all.some((each) => checker.getTypeOfSymbol(each).getCallSignatures().length > 0);
    const members = all.filter((member) => !flat || !isOptional(member));
    return {
      members: Object.fromEntries(
        members.map((member) => [
          isOptional(member) ? `${member.name}?` : member.name,
          kindOf(checker.getTypeOfSymbol(member), flat ? "made" : given ? "given" : "thing"),
        ]),
      ),
      unknown: made ? "ignore" : given ? "refuse" : "refuse near",
    };
  }

  /** The name under which a type stands in the table: not that of a generic one, which has many forms. */
  function nameOf(type: ts.Type): string | undefined {
    const symbol = symbolOf(type);
    const generic = type.aliasTypeArguments ?? (type as ts.TypeReference).typeArguments;
    if (!symbol || generic?.length || symbol.flags & ts.SymbolFlags.TypeLiteral) return undefined;
    return symbol.name;
  }

  function symbolOf(type: ts.Type): ts.Symbol | undefined {
    return type.aliasSymbol ?? (type.symbol as ts.Symbol | undefined);
  }

  /** What decides whether it is written out in a call: of `Pick<Network, …>` it is Network, of `A & B` both. */
  function writtenName(type: ts.Type): string {
    const [picked] = type.aliasTypeArguments ?? [];
    if (type.aliasSymbol?.name === "Pick") return writtenName(picked);
    if (type.aliasSymbol) return type.aliasSymbol.name;
    if (type.isIntersection()) return writtenName(type.types[0]);
    return (type.symbol as ts.Symbol | undefined)?.name ?? "";
  }
}

// The compiler's own order of a union changes with what it has met before.
const places = [
  "number",
  "string",
  "boolean",
  "null",
  "tensor",
  "numbers",
  "instance",
  "list",
  "function",
];
const placeOf = (kind: Kind) =>
  (places.indexOf(typeof kind === "string" ? kind : Object.keys(kind)[0]) + 99) % 99;
const inOrder = <T>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);
const byPlace = (a: Kind, b: Kind) =>
  placeOf(a) - placeOf(b) || inOrder(JSON.stringify(a), JSON.stringify(b));

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The table as the text of its file. */
export function tableText({ functions, types }: Table): string {
  const lines = (record: object) =>
    Object.entries(record)
      .map(([name, value]) => `    ${name}: ${JSON.stringify(value)},\n`)
      .join("");
  return `// Written from the library's types by test/arguments/table.test.ts: run it with \`-u\` after a change of a signature.
import type { Table } from "./kinds";

/** What every public function takes. */
export const table: Table = {
  functions: {
${lines(functions)}  },
  types: {
${lines(types)}  },
};
`;
}
