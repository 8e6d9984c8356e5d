/** The way of an option of `trainGan` through the library's files. */
import path from "node:path";
import ts from "typescript";
import { src, valueGraphOf } from "./import-graph";

const root = path.dirname(src);
const start = "training/trainer.ts";

/** Where an option of `trainGan` is read, and the files on the way there. */
export interface OptionWay {
  readonly option: string;
  /** The files in which it is read. */
  readonly read: readonly string[];
  /** The files that a reader opens, in the order of the first visit. */
  readonly files: readonly string[];
  /** How often the reader goes back to a file that was open before. */
  readonly returns: number;
}

/** The way of each option. */
export function optionWays(): OptionWay[] {
  const config = ts.readConfigFile(path.join(root, "tsconfig.json"), (file) => ts.sys.readFile(file)); // prettier-ignore
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const entry = path.join(src, "index.ts");
  const program = ts.createProgram([entry], { ...options, noEmit: true, incremental: false });
  const checker = program.getTypeChecker();
  const plan = program.getSourceFile(path.join(src, "training", "plan.ts"))!;
  const declared = checker.getExportsOfModule(checker.getSymbolAtLocation(plan)!);
  const records = ["TrainingOptions", "TrainingPlan"].map((name) =>
    checker.getDeclaredTypeOfSymbol(declared.find((each) => each.name === name)!),
  );
  const names = checker.getPropertiesOfType(records[0]).map(({ name }) => name);
  const readers = readersOf(program, records, names);
  const graph = valueGraphOf();
  return names.map((name) => {
    const read = [...readers.get(name)!].sort();
    return { option: name, read, ...walk(graph, read) };
  });
}

/**
 * The files that read each option: by a dot, by a name in brackets, or by taking a record apart. The record is the options
 * or the plan that is made of them; or of another type that these fit, since a part is handed on under another name.
 */
function readersOf(program: ts.Program, records: readonly ts.Type[], names: readonly string[]) {
  const checker = program.getTypeChecker();
  const readers = new Map(names.map((name) => [name, new Set<string>()]));
  const fits = new Map<ts.Type, boolean>();
  const isRecord = (type: ts.Type) => {
    const known = fits.get(type) ?? records.some((each) => checker.isTypeAssignableTo(each, type));
    fits.set(type, known);
    return known;
  };
  for (const source of program.getSourceFiles()) {
    if (!source.fileName.startsWith(src.replaceAll("\\", "/"))) continue;
    const file = path.relative(src, source.fileName).replaceAll("\\", "/");
    const note = (name: string, record: ts.Node) => {
      const of = readers.get(name);
      if (of && !of.has(file) && isRecord(checker.getTypeAtLocation(record))) of.add(file);
    };
    const look = (node: ts.Node): void => {
      if (ts.isPropertyAccessExpression(node)) note(node.name.text, node.expression);
      if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
        note((node.propertyName ?? node.name).getText(), node.parent);
      }
      if (ts.isElementAccessExpression(node)) {
        const key = checker.getTypeAtLocation(node.argumentExpression);
        for (const each of key.isUnion() ? key.types : [key]) {
          if (each.isStringLiteral()) note(each.value, node.expression);
        }
      }
      ts.forEachChild(node, look);
    };
    look(source);
  }
  return readers;
}

/**
 * The reader's way. Each file in which the option is read is reached from `trainGan` by a shortest chain of imports of
 * values: of several through files that are open anyway, else by the first in the order of lines. Together the chains are
 * a tree, and the reader walks it depth first. Wherever a branch ends and another one is left, he goes back to a file that
 * was open before: that is a return.
 */
function walk(
  graph: ReadonlyMap<string, readonly string[]>,
  read: readonly string[],
): Pick<OptionWay, "files" | "returns"> {
  const distance = new Map([[start, 0]]);
  for (const [file, steps] of distance) {
    for (const next of graph.get(file)!) {
      if (!distance.has(next)) distance.set(next, steps + 1);
    }
  }
  const before = (file: string) =>
    [...distance.keys()].filter(
      (each) => distance.get(each) === distance.get(file)! - 1 && graph.get(each)!.includes(file),
    );
  const cameFrom = new Map<string, string>();
  const open = new Set([start]);
  // nearest first; what calls trainGan may look at its own options too, but lies before it
  for (const place of [...distance.keys()].filter((file) => read.includes(file))) {
    for (let file = place; !open.has(file); file = cameFrom.get(file)!) {
      const ways = before(file);
      cameFrom.set(file, ways.find((each) => open.has(each)) ?? ways[0]);
    }
    for (let file = place; !open.has(file); file = cameFrom.get(file)!) open.add(file);
  }
  const branches = new Set(cameFrom.values());
  const ends = [...open].filter((file) => !branches.has(file)).length;
  return { files: [...open], returns: ends - 1 };
}
