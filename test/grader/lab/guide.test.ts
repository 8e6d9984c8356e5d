import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { NBGRADER_CONFIG } from "../../../src/grader/lab/nbgrader-config";
import { buildImage } from "../../../src/grader/sandbox/container";

const root = path.join(__dirname, "..", "..", "..");
const read = (...names: string[]) => fs.readFileSync(path.join(root, ...names), "utf8");
/** Where the options of `clinic` lab and grade are written. */
const commands = ["lab", "grade", "doctor"]
  .map((name) => read("src", "cli", `${name}.ts`))
  .join("");
const guide = read("solutions", "README.md");

describe("the guide", () => {
  it("has nbgrader's configuration as it is tested", () => {
    expect(guide).toContain(`\`\`\`python\n${NBGRADER_CONFIG}\`\`\``);
  });
});

describe("the guide to grading", () => {
  const grading = read("solutions", "GRADING.md");

  it("is linked from where an instructor begins", () => {
    expect(guide).toContain("](GRADING.md)");
    expect(read("README.md")).toContain("solutions/GRADING.md");
  });

  it("links to files that are there", () => {
    const links = [...grading.matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => match[1]);
    expect(links.length).toBeGreaterThan(4);
    for (const link of links) {
      expect(fs.existsSync(path.join(root, "solutions", link)), link).toBe(true);
    }
  });

  it("names only options that there are", () => {
    const named = [...grading.matchAll(/(?<=[\s`])--[a-z][a-z-]+/g)].map(([option]) => option);
    const others = ["--file", "--tag", "--prefix", "--output"]; // of docker build and git archive
    for (const option of new Set(named.filter((each) => !others.includes(each)))) {
      expect(commands).toMatch(new RegExp(`"${option}[ "]`));
    }
  });

  it("shows only commands that there are, the whole way from handing out", () => {
    const shown = [...grading.matchAll(/npx clinic ([a-z]+(?: (?:build|check|release|new))?)/g)];
    const names = new Set(shown.map(([, command]) => command));
    expect([...names].sort()).toEqual(["doctor", "grade", "lab build", "lab check", "lab release"]);
    for (const name of names) {
      expect(commands, name).toContain(`.command("${name.split(" ").at(-1)}")`);
    }
  });

  it("names the folders that learning platforms take back", () => {
    for (const platform of ["moodle", "canvas"]) {
      expect(grading).toContain(`\`give-back/${platform}/\``);
      expect(read("src", "grader", "submission", "platforms.ts")).toContain(`"${platform}"`);
    }
  });

  it("builds the image as the grader says", () => {
    expect(grading).toContain(buildImage("docker"));
  });

  it("lists every file that a class leaves", () => {
    const outputs = read("src", "grader", "grade", "outputs.ts");
    for (const [, name] of outputs.matchAll(/"([\w-]+\.(?:txt|csv|json|xml|ipynb|html))"/g)) {
      expect(grading, name).toContain(name);
    }
  });
});
