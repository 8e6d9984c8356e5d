/** A lab as the grader reads it, and what it says of one that is wrong. */
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { ROOT } from "../../../src/course/paths";
import { gradedLab, readLab } from "../../../src/grader/grade/lab";
import type { LabPlace } from "../../../src/grader/lab/places";
import { copyOfSample, sample } from "../lab/fixture";
import { removeFolder } from "../../remove-folder";

const home = path.join(ROOT, ".clinic"); // below the package, whose modules checks import
let place: LabPlace;
let checks: string;
let good: string;

beforeAll(() => {
  fs.mkdirSync(home, { recursive: true });
  place = copyOfSample(home);
  checks = path.join(place.solutions, "checks.ts");
  good = fs.readFileSync(checks, "utf8");
});
beforeEach(() => {
  fs.writeFileSync(checks, good);
});
afterAll(() => {
  removeFolder(place.root);
});

it("has its tasks and checks, and a hash of both", () => {
  const lab = readLab(place);
  expect(lab.manifest.tasks.map(({ id }) => id)).toEqual(["stddev", "slope", "signs", "explain"]);
  expect(lab.checks.map(({ task, visible }) => `${task} ${visible}`)).toEqual([
    ...["stddev true", "stddev false", "slope true", "slope false"],
  ]);
  expect(lab.hash).toBe(readLab(sample).hash);
  fs.writeFileSync(checks, good.replace("1e-6", "1e-5"));
  expect(readLab(place).hash).not.toBe(lab.hash);
});

it("says that it was not built", () => {
  const nowhere = { ...place, solutions: path.join(place.root, "none") };
  expect(() => readLab(nowhere)).toThrow(
    /00-sample was not built: .* Run: npx clinic lab build 00-sample/,
  );
});

it.each<[string, (text: string) => string, RegExp]>([
  [
    "no list",
    (text) => text.replace("export const checks", "export const others"),
    /checks\.ts: wanted a list, export const checks/,
  ],
  [
    "a task that is not there",
    (text) => text.replace('task: "slope"', 'task: "slopes"'),
    /"above and below 0" belongs to "slopes", wanted a task to check: stddev, slope/,
  ],
  [
    "a task that is not checked",
    (text) => text.replace('task: "slope"', 'task: "signs"'),
    /belongs to "signs"/,
  ],
  [
    "two of one name",
    (text) => text.replace('"at 0"', '"above and below 0"'),
    /two are called "slope: above and below 0"; rename one/,
  ],
  [
    "a task without any",
    (text) => text.replaceAll('task: "slope"', 'task: "stddev"'),
    /none belongs to the task "slope"; write one/,
  ],
  [
    "a judge that is none",
    (text) => text.replace(/judge: \(\[found\]\).*/, "judge: 3,"),
    /check 4: judge: /,
  ],
  [
    "a schema that is none",
    (text) => text.replace("returns: z.number(),", "returns: Number,"),
    /check 1: returns: wanted a zod schema/,
  ],
  [
    "no seconds",
    (text) => text.replace('name: "at 0",', 'name: "at 0",\n    seconds: 0,'),
    /check 4: seconds: /,
  ],
  [
    "a probe that cannot be sent",
    (text) =>
      text
        .replace(/probe: \(\{ slope \}/, "probe({ slope }: any")
        .replace("=> points.map((x) => slope(x)),", "{ return points.map((x) => slope(x)); },"),
    /"above and below 0"\): its probe is sent as text/,
  ],
  [
    "a text that is no code",
    (text) => text.replace("\n];", "\n"),
    /checks\.ts, line \d+: ']' expected/,
  ],
  ["an error of its own", (text) => `${text}\nthrow new Error("half done");`, /half done/],
])("says what is wrong with checks: %s", (_name, edit, message) => {
  fs.writeFileSync(checks, edit(good));
  expect(() => readLab(place)).toThrow(message);
});

it("a lab of quizzes and texts needs no checks", () => {
  const { manifest } = readLab(place);
  const tasks = manifest.tasks.filter(({ kind }) => kind === "quiz" || kind === "text");
  fs.rmSync(checks);
  expect(gradedLab({ ...manifest, tasks }, checks).checks).toEqual([]);
  expect(() => gradedLab(manifest, checks)).toThrow(/none belongs to the task "stddev"/);
});
