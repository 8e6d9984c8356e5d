/** The README and the pages it leads to: their commands are run by tests, their tables are the notebooks' own. */
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { withPart } from "../../src/course/marked-part";
import {
  committedPicture,
  committedResults,
  PICTURE,
  RESULTS_PAGE,
  withResults,
} from "../../src/course/readme";
import { resultsPage } from "../../src/course/results-page";
import { smallTable } from "../bench/results";
import { sectionsOf } from "./steps";

const ROOT = path.join(__dirname, "..", "..");
const read = (...names: string[]): string => fs.readFileSync(path.join(ROOT, ...names), "utf8");
const README = read("README.md");
const SETUP = read("notebooks", "SETUP.md");
const BENCH = read("test", "bench", "RESULTS.md");
const CONTRIBUTING = read(".github", "CONTRIBUTING.md");

/** Every command these pages show, and what runs it; the contributor's steps are run as they stand. */
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

const walked = sectionsOf(CONTRIBUTING).flatMap(({ steps }) =>
  steps.flat().flatMap((block) => (block.kind === "command" ? [block.command] : [])),
);

function commandsIn(page: string): string[] {
  const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1]);
  return blocks.flatMap((block) =>
    block
      .split("\n")
      .map((line) => line.replace(/#.*/, "").trim())
      .filter((line) => line !== ""),
  );
}

describe("README", () => {
  const commands = [README, SETUP, BENCH, CONTRIBUTING].flatMap(commandsIn);

  it.each([...new Set(commands)])("%s is run by a test", (command) => {
    if (walked.includes(command)) return;
    const runner = RUN_BY[command];
    expect(runner, `no test runs "${command}"`).toBeDefined();
    expect(read(runner)).toContain(command === "npm run lab" ? '["lab"' : command);
  });

  it("shows no command of old in the table above", () => {
    const inline = [README, SETUP].join();
    expect(
      Object.keys(RUN_BY).filter(
        (command) => !commands.includes(command) && !inline.includes(command),
      ),
    ).toEqual([]);
  });

  it("is short", () => {
    expect(README.split("\n").length).toBeLessThan(200);
  });

  it("says for a class room without a network what a test does", () => {
    const [part] = /- \*\*No network in the class room[\s\S]*?\n- /.exec(SETUP)!;
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

  it("has a page with all claims of the committed notebooks", () => {
    expect(fs.readFileSync(RESULTS_PAGE, "utf8")).toBe(resultsPage(committedResults()));
  });

  it("shows the speed that the benchmark's page says", () => {
    expect(README).toBe(withPart(README, "speed", smallTable(BENCH)));
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
