/** The changes that Stryker makes: operators, conditions, blocks, booleans, strings, some methods. */
import type { Edit } from "./edit";

/** The changes of several programs, in the order of the programs. Stryker is loaded here: only authors have it. */
export async function strykerEdits(programs: readonly string[]): Promise<Edit[][]> {
  const { Instrumenter } = await import("@stryker-mutator/instrumenter");
  const files = programs.map((content, index) => ({
    name: `${index}.ts`,
    mutate: true as const,
    content,
  }));
  const { mutants } = await new Instrumenter(silent).instrument(files, {
    plugins: null,
    excludedMutations: [],
    ignorers: [],
  });
  const edits: Edit[][] = programs.map(() => []);
  for (const { fileName, location, replacement, mutatorName } of mutants) {
    const index = Number.parseInt(fileName, 10);
    const offsetOf = offsets(programs[index]);
    edits[index].push({
      start: offsetOf(location.start),
      end: offsetOf(location.end),
      becomes: replacement,
      expression: mutatorName !== "BlockStatement" && !/^(for|case|default)\b/.test(replacement),
    });
  }
  return edits;
}

function offsets(text: string): (at: { line: number; column: number }) => number {
  const starts = [0];
  for (const { index } of text.matchAll(/\n/g)) starts.push(index + 1);
  return ({ line, column }) => starts[line] + column;
}

const no = (): boolean => false;
const nothing = (): void => undefined;
const silent = {
  isTraceEnabled: no,
  isDebugEnabled: no,
  isInfoEnabled: no,
  isWarnEnabled: no,
  isErrorEnabled: no,
  isFatalEnabled: no,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  fatal: nothing,
};
