/** Every `@example` in the library's docstrings is run, and every public function has one. */
import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { library, runExample } from "./example";

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

describe("examples in docstrings", () => {
  beforeAll(async () => {
    await library.startEngine();
  });

  const examples = LIBRARY.flatMap(examplesIn);
  it.each(examples)("$name", async ({ code }) => {
    expect(code).toMatch(/\bassert\b/);
    await runExample(code);
  });

  it("a wrong assertion in an example is noticed", async () => {
    await expect(runExample("assert.equal(1, 2);")).rejects.toThrow();
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
