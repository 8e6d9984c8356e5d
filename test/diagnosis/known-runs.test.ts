import { describe, expect, it } from "vitest";
import { confusionText, judged, shareRight, wrongText } from "./confusion";
import { readStored, type Kind } from "./stored";

// What was broken, against what is said first. The trainings are made by make-runs.ts. The bounds of the rules
// were set by the runs of the kind "tuning"; the others only test them.

const all = readStored().map(judged);
/** Runs of what notebooks 06, 07 and 09 teach. */
const later = readStored("data-and-networks").map(judged);
const classes = ["batch norm", "healthy", "mode dropping", "unreachable data"];
const ofKind = (kind: Kind) => all.filter((run) => run.kind === kind);
const byPitfall = (runs: typeof all) =>
  [...new Set(runs.map(({ pitfall }) => pitfall))].map((name) =>
    runs.filter(({ pitfall }) => pitfall === name),
  );

it("there are at least 120 runs, two of each pitfall in each kind", () => {
  expect(all.length).toBeGreaterThanOrEqual(120);
  for (const kind of ["tuning", "held out", "new"] as const) {
    const groups = byPitfall(ofKind(kind));
    expect(groups).toHaveLength(11);
    for (const runs of groups) expect(runs.length).toBeGreaterThanOrEqual(2);
  }
});

describe.each(["held out", "new"] as const)("runs that are %s", (kind) => {
  const runs = ofKind(kind);
  const healthy = runs.filter(({ pitfall }) => pitfall === "healthy");

  it("at least 9 of 10 are named right", () => {
    expect(shareRight(runs)).toBeGreaterThanOrEqual(0.9);
  });

  it("at most 1 of 10 healthy ones gives an alarm", () => {
    expect(shareRight(healthy)).toBeGreaterThanOrEqual(0.9);
  });

  it("no pitfall is missed in more than half of its runs", () => {
    for (const own of byPitfall(runs)) expect(shareRight(own)).toBeGreaterThanOrEqual(0.5);
  });
});

describe("of what notebooks 06, 07 and 09 teach", () => {
  const heldOut = later.filter(({ kind }) => kind === "held out");
  const healthy = (runs: typeof all) => runs.filter(({ pitfall }) => pitfall === "healthy");

  it("each class has 20 runs that are held out, and with the others 60 healthy ones are", () => {
    const groups = byPitfall(heldOut);
    expect(groups.map(([{ pitfall }]) => pitfall).sort()).toEqual(classes);
    for (const runs of groups) expect(runs.length).toBeGreaterThanOrEqual(20);
    const others = all.filter(({ kind }) => kind !== "tuning");
    expect(healthy([...others, ...heldOut]).length).toBeGreaterThanOrEqual(60);
  });

  it("at least 95 of 100 are named right", () => {
    expect(shareRight(heldOut)).toBeGreaterThanOrEqual(0.95);
  });

  it("no healthy one gives an alarm, of the other set-ups neither", () => {
    expect(wrongText(healthy([...all, ...later]))).toBe("");
  });
});

it("the confusion matrices are those of the file (rows: broken, columns: said first)", async () => {
  const blocks = [
    ...(["tuning", "held out", "new"] as const).map((kind) => [kind, ofKind(kind)] as const),
    ...(["tuning", "held out"] as const).map((kind) => {
      const runs = later.filter((run) => run.kind === kind);
      return [`data and networks, ${kind}`, runs] as const;
    }),
  ];
  const text = blocks.map(([title, runs]) => {
    const right = `${(100 * shareRight(runs)).toFixed(1)} % of ${runs.length} right`;
    return `${title}: ${right}\n\n${confusionText(runs)}\n\n${wrongText(runs)}\n`;
  });
  console.log(text.join("\n"));
  await expect(text.join("\n")).toMatchFileSnapshot("../fixtures/diagnosis/confusion.txt");
});
