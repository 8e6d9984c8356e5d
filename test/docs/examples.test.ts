/** Every `@example` in the library's docstrings is run, and every public function has one. */
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { checked } from "../../src/arguments/checked";
import * as index from "../../src/index";

const library = checked(index); // what the package is to those who import it
const SRC = path.join(__dirname, "..", "..", "src");
const LIBRARY = fs
  .readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !/^(course|grader|cli)/.test(file));

interface Example {
  name: string;
  code: string;
}

function examplesIn(file: string): Example[] {
  const text = fs.readFileSync(path.join(SRC, file), "utf8");
  const found = text.matchAll(
    /@example\s*\n\s*\* ```ts\n([\s\S]*?)\n\s*\* ```[\s\S]*?\*\/\s*\n(.*)/g,
  );
  return [...found].map((match) => ({
    name: `${file}: ${match[2].replace(/^export (async )?/, "").slice(0, 50)}`,
    code: match[1].replace(/^\s*\* ?/gm, ""),
  }));
}

async function run(code: string): Promise<void> {
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

describe("examples in docstrings", () => {
  beforeAll(async () => {
    await library.startEngine();
  });

  const examples = LIBRARY.flatMap(examplesIn);
  it.each(examples)("$name", async ({ code }) => {
    expect(code).toMatch(/\bassert\b/);
    await run(code);
  });

  it("a wrong assertion in an example is noticed", async () => {
    await expect(run("assert.equal(1, 2);")).rejects.toThrow();
  });

  it("every public function has one", () => {
    const sources = LIBRARY.map((file) => fs.readFileSync(path.join(SRC, file), "utf8")).join("\n");
    const functions = Object.entries(library)
      .filter(([, value]) => typeof value === "function")
      .map(([name]) => name);
    const without = functions.filter((name) => {
      const before = new RegExp(
        `/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*export (?:async )?(?:function|class|const) ${name}\\b`,
      ).exec(sources);
      return !before?.[1]?.includes("@example");
    });
    expect(without).toEqual([]);
  });
});
