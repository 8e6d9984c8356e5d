/** From the compiler's types to the kinds of the table. */
import ts from "typescript";
import type { Kind, Members, RecordType, Unknown } from "../../src/arguments/kinds";
import { byPlace, inOrder } from "./order";
import { nameOf, symbolOf, writtenName } from "./type-names";

/** A function, class or value that the library exports. */
export interface Exported {
  readonly name: string;
  readonly type: ts.Type;
}

/** Names of records that are written out in a call, so that an unknown name in one is a slip. */
const writtenOut = /(Options|Extras|Bounds|Fields|Input|Sizes|Sets|Ramp|Changes|Look|Area)$/;

type Within = "given" | "thing" | "made";

/** What tells the kind of a type, and the records with names that it has met. */
export function kindsOf(program: ts.Program, exported: readonly Exported[]) {
  const checker = program.getTypeChecker();
  const types: Record<string, RecordType> = {};
  const named = new Map<string, ts.Symbol>(); // those that stand in the table
  const begun = new Set<ts.Type>(); // a type that contains itself, such as JSON, is "any" inside itself
  return { kindOf, elementOf, types };

  function trainingOptions(): ts.Type {
    const plan = program.getSourceFiles().find(({ fileName }) => fileName.endsWith("/training/plan.ts"))!; // prettier-ignore
    const inPlan = checker.getExportsOfModule(checker.getSymbolAtLocation(plan)!);
    return checker.getDeclaredTypeOfSymbol(inPlan.find(({ name }) => name === "TrainingOptions")!);
  }

  /** What a list is of. */
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
    if (type.flags & ts.TypeFlags.NumberLike && !type.isLiteral()) {
      return within === "given" ? "number" : "measured";
    }
    if (type.flags & ts.TypeFlags.StringLike && !type.isLiteral()) return "string";
    if (type.flags & ts.TypeFlags.Boolean) return "boolean";
    if (type.flags & ts.TypeFlags.Null) return "null";
    if (type.flags & ts.TypeFlags.NonPrimitive) return "object";
    if (type.isStringLiteral() || type.isNumberLiteral()) return { values: [type.value] };
    if (type.flags & ts.TypeFlags.BooleanLiteral)
      return { values: [checker.typeToString(type) === "true"] };
    if (nameOf(type) === "RecipeParts" || type.aliasSymbol?.name === "RecipeChange")
      return "object"; // has a check of its own
    if (type.aliasSymbol?.name === "RecipeOptions") return kindOf(trainingOptions(), within); // with forms
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
}
