/** Writes the table of what every public function takes, from the library's own types. */
import path from "node:path";
import ts from "typescript";
import type { Kind, Members, RecordType, Signature, Table } from "../../src/arguments/kinds";
import { formOptions } from "../../src/recipes/forms";
import { namesOf } from "../../src/recipes/tables";
import { kindsOf } from "./kinds-of";
import { inOrder } from "./order";
import { writtenName } from "./type-names";

const root = path.join(__dirname, "..", "..");

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
  const { kindOf, elementOf, types } = kindsOf(program, exported);
  const functions: Record<string, Signature> = {};
  for (const { name, type } of exported) {
    const calls = type.getCallSignatures();
    if (calls.length === 0) continue;
    const promise = calls.every(
      (call) => checker.getAwaitedType(call.getReturnType()) !== call.getReturnType(),
    );
    functions[name] = { calls: calls.map(parametersOf), ...(promise && { promise }) };
  }
  return { functions: sorted(functions), types: sorted(withForms(types)) };

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
}

/** Options of a training may stand as data too, and a rate may be one number for both players. */
function withForms(types: Table["types"]): Record<string, RecordType> {
  const { TrainingOptions: training, ...others } = types;
  const members = Object.entries(training.members).map(([marked, kind]): [string, Kind] => {
    const name = marked.replace("?", "");
    if (name === "learningRate") return [marked, { either: [withRates(kind), "number"] }];
    const of = formOptions[name] as (typeof formOptions)[string] | undefined;
    if (!of) return [marked, kind];
    const form = { form: namesOf(of) };
    const isList = typeof kind === "object" && "list" in kind;
    return [marked, isList ? { list: either(kind.list, form) } : either(kind, form)];
  });
  return { ...others, TrainingOptions: { ...training, members: Object.fromEntries(members) } };
}

function withRates(kind: Kind): Kind {
  const { members, ...rest } = kind as Extract<Kind, { members: Members }>;
  const rate = (each: Kind) => either(each, { form: namesOf("rate") });
  return {
    ...rest,
    members: Object.fromEntries(Object.entries(members).map(([name, each]) => [name, rate(each)])),
  };
}

function either(kind: Kind, form: Kind): Kind {
  const kinds = typeof kind === "object" && "either" in kind ? kind.either : [kind];
  return { either: [...kinds, form] };
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => inOrder(a, b)));
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
