/** Runs a code block of a docstring or a guide as a reader would: on the package as it is imported. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import ts from "typescript";
import { checked } from "../../src/arguments/checked";
import * as index from "../../src/index";

export const library = checked(index); // what the package is to those who import it

/** What a block does not import of the library is there all the same, and so is `assert`. */
export async function runExample(code: string): Promise<void> {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const names = Object.keys(library).filter(
    (name) => !new RegExp(`import[^;]*\\b${name}\\b`).test(code),
  );
  const body = `return (async () => {\n${outputText}\n})();`;
  const load = (name: string): unknown =>
    name === "gan-clinic" ? library : createRequire(__filename)(name);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- running the examples is the test
  const call = new Function("assert", "exports", "require", ...names, body) as (
    ...args: unknown[]
  ) => Promise<void>;
  await call(assert, {}, load, ...names.map((name) => library[name as keyof typeof library]));
}
