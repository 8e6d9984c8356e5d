/** What students get: all that they need, and nothing of the solutions. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { forStudents, handOut } from "../../../src/grader/lab/hand-out";
import { labFile } from "../../../src/course/names";
import { removeFolder } from "../../remove-folder";

const root = path.join(__dirname, "..", "..", "..");
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "test-hand-out-"));
afterAll(() => {
  removeFolder(scratch);
});

describe("the course", () => {
  const to = path.join(scratch, "course");
  const { labs } = handOut(to, [], root);
  const files = fs
    .readdirSync(to, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"));

  it("has what installing, building and JupyterLab need", () => {
    expect(files).toEqual(
      expect.arrayContaining([
        ...["package.json", "package-lock.json", "tsconfig.json", "src/clinic.mjs", "src/index.ts"],
        ...["notebooks/README.md", "notebooks/01-mode-collapse.ipynb"],
        ...[".config/requirements.txt", ".github/pictures", "LICENSE"],
      ]),
    );
    for (const lab of labs) {
      const own = files.filter((file) => file.startsWith(`labs/${lab}/`)).sort();
      expect(own).toEqual(
        ["README.md", "checks.js", labFile(lab), "lab.json"].map((file) => `labs/${lab}/${file}`),
      );
    }
    expect(labs.length).toBeGreaterThan(2);
  });

  it("has nothing of the solutions, the tests, the history, or what tools made", () => {
    const secret =
      /(^|\/)(solutions|test|\.git|node_modules|dist|\.venv|grades)(\/|$)|manifest\.json/;
    expect(files.filter((file) => secret.test(file))).toEqual([]);
    expect(fs.readFileSync(path.join(to, "README.md"), "utf8")).not.toMatch(
      /\]\(solutions|npm test|clinic grade|CONTRIBUTING/,
    );
  });

  it("lets git see what students work in, which they may hand in by it", () => {
    const [ours, theirs] = [root, to].map((folder) =>
      fs.readFileSync(path.join(folder, ".gitignore"), "utf8"),
    );
    expect(ours).toContain("\n/work/\n");
    expect(theirs).toBe(ours.replace("/work/\n", ""));
  });

  it.each(["README.md", "notebooks/SETUP.md"])("leaves a %s whose links lead somewhere", (page) => {
    const text = fs.readFileSync(path.join(to, page), "utf8");
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => link);
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) {
      expect(fs.existsSync(path.join(to, path.dirname(page), link)), link).toBe(true);
    }
  });

  it("goes with the labs that were asked for, and refuses what is none", () => {
    const some = path.join(scratch, "some");
    expect(handOut(some, ["02"], root).labs).toEqual(["02-gradients"]);
    expect(fs.readdirSync(path.join(some, "labs"))).toEqual(["02-gradients"]);
    expect(() => handOut(path.join(scratch, "none"), ["77"], root)).toThrow('no lab "77"');
    expect(fs.existsSync(path.join(scratch, "none"))).toBe(false);
  });

  it("is not written twice, nor into the course", () => {
    expect(() => handOut(to, [], root)).toThrow(
      `${to} has something in it; wanted a new or an empty`,
    );
    expect(() => handOut(path.join(root, "labs", "x"), [], root)).toThrow(
      "lies in the course itself",
    );
    expect(() => handOut(root, [], root)).toThrow("lies in the course itself");
  });
});

describe("a lab of one's own", () => {
  const own = path.join(scratch, "own");
  const lab = path.join(own, "labs", "01-mode-collapse");
  fs.cpSync(path.join(root, "solutions"), path.join(own, "solutions"), { recursive: true });
  fs.cpSync(path.join(root, "labs"), path.join(own, "labs"), { recursive: true });

  it("is given without what lies beside it", () => {
    fs.writeFileSync(path.join(lab, "my-solution.ipynb"), "{}");
    fs.mkdirSync(path.join(own, "labs", "tried-out"));
    const to = path.join(scratch, "given");
    handOut(to, [], own);
    expect(fs.readdirSync(path.join(to, "labs", "01-mode-collapse"))).not.toContain(
      "my-solution.ipynb",
    );
    expect(fs.readdirSync(path.join(to, "labs"))).not.toContain("tried-out");
  });

  it("is refused where somebody worked in it, or it was not built", () => {
    const to = path.join(scratch, "refused");
    fs.appendFileSync(path.join(lab, "lab-01.ipynb"), " ");
    expect(() => handOut(to, [], own)).toThrow(
      /^labs.01-mode-collapse.lab-01\.ipynb is not what 01-mode-collapse is made into: .*npx clinic lab build/,
    );
    fs.rmSync(path.join(lab, "lab-01.ipynb"));
    expect(() => handOut(to, [], own)).toThrow("it was not built");
    expect(fs.existsSync(to)).toBe(false);
    expect(() => handOut(to, [], scratch)).toThrow("There is no lab yet");
  });
});

it("takes out of a text what is marked", () => {
  const text = "a\n\n<!-- instructors -->\n\nb\n\n<!-- /instructors -->\n\nc\n";
  expect(forStudents(`${text}${text}`)).toBe("a\n\nc\na\n\nc\n");
});
