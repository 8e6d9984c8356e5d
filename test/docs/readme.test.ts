/** The README: its commands are run by tests, its links lead somewhere, its table is the notebooks' own. */
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { committedPicture, committedResults, PICTURE, withResults } from "../../src/course/readme";

const ROOT = path.join(__dirname, "..", "..");
const README = fs.readFileSync(path.join(ROOT, "README.md"), "utf8");

/** Every command the README shows, and what runs it. */
const RUN_BY: Record<string, string> = {
  "npm run course": ".ci/run",
  "npm run course -- 00": "test/cli/clone.e2e.test.ts",
  "npm run prove": ".ci/run",
  "npm run lab": "test/browser/jupyterlab.ts",
  "npm run lab -- --update": "test/cli/clone.e2e.test.ts",
  "npm run lab -- --reset lab-01": "test/cli/clone.e2e.test.ts",
  "npx clinic lab --install-kernel": "test/cli/clone.e2e.test.ts",
  "npm run docs": "test/docs/api.e2e.test.ts",
  "npm test": ".ci/run",
  "npx clinic grade submissions --lab 01": "test/cli/clone.e2e.test.ts",
  "npx clinic doctor": "test/cli/clone.e2e.test.ts",
  "npx clinic engine": "test/cli/clone.e2e.test.ts",
  "npx clinic data": "test/cli/clone.e2e.test.ts",
  "npm run bench": "test/bench/bench.e2e.test.ts",
};

describe("README", () => {
  const blocks = [...README.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1]);
  const commands = blocks.flatMap((block) =>
    block
      .split("\n")
      .map((line) => line.replace(/#.*/, "").trim())
      .filter((line) => line !== ""),
  );

  it.each(commands)("%s is run by a test", (command) => {
    const runner = RUN_BY[command];
    expect(runner, `no test runs "${command}"`).toBeDefined();
    const text = fs.readFileSync(path.join(ROOT, runner), "utf8");
    expect(text).toContain(command === "npm run lab" ? '["lab"' : command);
  });

  it("says for a class room without a network what a test does", () => {
    const [part] = /- \*\*No network in the class room[\s\S]*?\n- /.exec(README)!;
    const inline = [...part.matchAll(/`((?:npm|npx|\.venv\/bin\/python) [^`]+)`/g)].map(
      ([, text]) => text,
    );
    expect(inline).toHaveLength(7);
    const text = fs.readFileSync(path.join(ROOT, "test", "cli", "offline.e2e.test.ts"), "utf8");
    for (const command of inline) {
      const pip = /-m (pip download -r).*requirements\.txt -d wheels$/.exec(command);
      expect(text).toContain(pip ? pip[1] : command.replace("get all", "get mnist"));
    }
    for (const name of ["PIP_NO_INDEX", "PIP_FIND_LINKS", "CLINIC_CACHE"]) {
      expect(part).toContain(name);
      expect(text).toContain(name);
    }
  });

  it("shows the results that the committed notebooks claim", () => {
    expect(README).toBe(withResults(README, committedResults()));
  });

  it("shows the picture that the committed notebook shows", () => {
    expect(fs.readFileSync(PICTURE.file).equals(committedPicture())).toBe(true);
  });

  it("has pictures that exist and no word left to fill in", () => {
    const pictures = [...README.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map((match) => match[1]);
    expect(pictures.length).toBeGreaterThan(0);
    for (const file of pictures) expect(fs.existsSync(path.join(ROOT, file)), file).toBe(true);
    expect(README).not.toMatch(/\b[A-Z]+_(?:TIME|SIZE|FOLDER)\b|TODO/);
  });

  it("names only files of the house that are there", () => {
    const named = [...README.matchAll(/^ {2}([\w./ -]+?) {2,}/gm)].flatMap((match) =>
      match[1].split(" "),
    );
    expect(named.length).toBeGreaterThan(8);
    for (const name of named) expect(fs.existsSync(path.join(ROOT, "src", name)), name).toBe(true);
  });
});
