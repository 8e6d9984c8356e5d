/** The expected lists are written by hand, from the rules of Stryker and of terms.ts. */
import fs from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { mutantsOf, mutantSubmission, sampleMutants } from "../../../src/grader/gate/mutants";
import { releaseLab } from "../../../src/grader/lab/files";
import { solvedSubmission } from "../../../src/grader/lab/submission";
import { copyOfSample, sample, sampleSource } from "../lab/fixture";
import { removeFolder } from "../../remove-folder";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) removeFolder(folder);
});

/** The mutants of one function body, as "was → becomes". */
async function mutantsIn(...body: string[]): Promise<string[]> {
  const place = copyOfSample();
  folders.push(place.root);
  const start = sampleSource.indexOf("  const deviations");
  const end = sampleSource.indexOf("  // END SOLUTION");
  const text = body.map((line) => `  ${line}\n`).join("");
  fs.writeFileSync(place.source, sampleSource.slice(0, start) + text + sampleSource.slice(end));
  const mutants = await mutantsOf(releaseLab(place));
  const own = mutants.filter(({ line }) => line >= 53 && line < 53 + body.length);
  return own.map(({ was, becomes }) => `${was} → ${becomes}`);
}

describe("mutantsOf", () => {
  it("finds operators, conditions and constants", async () => {
    const release = releaseLab(sample);
    const slope = (await mutantsOf(release)).filter(({ task }) => task === "slope");
    expect(slope.map(({ was, becomes }) => `${was} → ${becomes}`)).toEqual([
      "(x) => (x > 0 ? 1 : leak) → () => undefined",
      "x > 0 → true",
      "x > 0 → false",
      "x > 0 → x >= 0",
      "x > 0 → x <= 0",
      "0 → 1",
      "1 → 0",
    ]);
    expect(new Set(slope.map(({ line, gradeId }) => `${gradeId}:${line}`))).toEqual(
      new Set(["slope:72"]),
    );
    const source = sampleSource.split("\n");
    expect(source[71]).toContain("(x) => (x > 0 ? 1 : leak);");
    const text = slope.find(({ becomes }) => becomes === "x >= 0")!.text;
    expect(text).toBe("const slope: (x: number) => number =\n  (x) => ((x >= 0) ? 1 : leak);");
  });

  it("leaves out terms, and functions and methods that are applied", async () => {
    expect(await mutantsIn("return Math.sqrt(a) - b / 12;")).toEqual([
      "Math.sqrt(a) → a",
      "Math.sqrt(a) - b / 12 → Math.sqrt(a) + b / 12",
      "Math.sqrt(a) - b / 12 → Math.sqrt(a)",
      "b / 12 → b * 12",
      "b / 12 → b",
      "12 → 24",
    ]);
    expect(await mutantsIn("return tf.add(x.square().mean(0), noise);")).toEqual([
      "tf.add(x.square().mean(0), noise) → x.square().mean(0)",
      "tf.add(x.square().mean(0), noise) → noise",
      "x.square() → x",
      "x.square().mean(0) → x.square()",
      "0 → 1",
    ]);
  });

  it("leaves out statements and blocks, but not what only frees memory", async () => {
    expect(await mutantsIn("if (late) {", "  step(2);", "  old.dispose();", "}")).toEqual([
      "late → true",
      "late → false",
      "{ step(2); old.dispose(); } → {}",
      "step(2); → ",
      "2 → 3",
    ]);
  });

  it("makes none of messages, types, comments, and what stands outside the solution", async () => {
    expect(
      await mutantsIn(
        "const pair: [1, 'two'] = given; // 3",
        "console.log(`now ${1 + 2}`);",
        "throw new RangeError(`found ${1 + 2}, wanted ` + 3);",
      ),
    ).toEqual([]);
    const lines = (await mutantsOf(releaseLab(sample))).map(({ line }) => line);
    expect([...new Set(lines)]).toEqual([53, 54, 60, 61, 62, 72]);
  });

  it("makes none for tasks that are judged by what they reach", async () => {
    const place = copyOfSample();
    folders.push(place.root);
    fs.writeFileSync(place.source, sampleSource.replace("kind: code", "kind: open"));
    const tasks = (await mutantsOf(releaseLab(place))).map(({ task }) => task);
    expect(new Set(tasks)).toEqual(new Set(["slope"]));
  });
});

describe("sampleMutants", () => {
  it("takes from every task in turn, the same with the same seed, in their order", async () => {
    const all = await mutantsOf(releaseLab(sample));
    const few = sampleMutants(all, 9);
    const count = (task: string) => few.filter((mutant) => mutant.task === task).length;
    expect([count("stddev"), count("slope")]).toEqual([5, 4]);
    expect(few).toEqual(all.filter((mutant) => few.includes(mutant)));
    expect(sampleMutants(all, 9)).toEqual(few);
    expect(sampleMutants(all, 9, 2)).not.toEqual(few);
    expect(sampleMutants(all, 20).filter(({ task }) => task === "slope")).toHaveLength(7);
    expect(sampleMutants(all, 1000)).toEqual(all);
    expect(sampleMutants([], 9)).toEqual([]);
  });
});

it("a mutant's notebook is the solution's but for its one cell", async () => {
  const release = releaseLab(sample);
  const [mutant] = await mutantsOf(release);
  const cells = mutantSubmission(release, mutant).cells;
  const before = solvedSubmission(release).cells;
  const changed = cells.filter(({ source }, index) => source !== before[index].source);
  expect(changed.map(({ id }) => id)).toEqual(["stddev"]);
  expect(changed[0].source).toContain("const deviations = (features);");
  expect(changed[0].source).not.toContain("SOLUTION");
});
