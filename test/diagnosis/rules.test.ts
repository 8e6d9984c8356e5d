import { expect, it } from "vitest";
import { table } from "../../src/arguments/table";
import { givenRules } from "../../src/diagnosis/rules/given";
import { diagnosisRules, type Sign } from "../../src/diagnosis/rules";
import { signalsOf } from "../../src/diagnosis/signals";
import * as library from "../../src/index";
import { newSetUps, setUps } from "./set-ups";
import { dataAndNetworkSetUps } from "./set-ups/data-and-networks";
import { readStored } from "./stored";

const pitfalls = diagnosisRules.map(({ pitfall }) => pitfall);
const allRules = [...givenRules, ...diagnosisRules];
const allPitfalls = allRules.map(({ pitfall }) => pitfall);

it("have one row for each pitfall, with remedies, and a notebook of two digits", () => {
  expect(new Set(allPitfalls).size).toBe(allPitfalls.length);
  for (const { remedies, notebook, signs } of allRules) {
    expect(remedies.length).toBeGreaterThanOrEqual(3);
    expect(notebook).toMatch(/^\d\d$/);
    expect(signs.length).toBeGreaterThan(0);
  }
});

it("explain only what stands below: there is no circle", () => {
  const backwards = allRules.flatMap(({ pitfall, explains }, i) =>
    explains.filter((other) => allPitfalls.indexOf(other) <= i).map((other) => [pitfall, other]),
  );
  expect(backwards).toEqual([]);
});

it("recommend only what there is: names in backticks are exports or options", () => {
  const options = Object.keys(table.types.TrainingOptions.members);
  const named = allRules.flatMap(({ remedies }) =>
    remedies.flatMap(({ text }) => [...text.matchAll(/`(\w+)/g)].map(([, name]) => name)),
  );
  expect(named.length).toBeGreaterThan(5);
  const unknown = named.filter((name) => !(name in library) && !options.includes(`${name}?`));
  expect(unknown).toEqual([]);
});

const levers = allRules.flatMap(({ pitfall, remedies }) =>
  remedies.flatMap(({ text, change }) => (change ? [{ pitfall, text, change }] : [])),
);

it("have a lever as data for most pitfalls", () => {
  const without = allPitfalls.filter((name) => levers.every(({ pitfall }) => pitfall !== name));
  expect(without).toEqual(["faulty data", "unreachable data", "undertrained"]);
});

it.each(levers)("$pitfall: $text: a recipe takes it", async ({ change }) => {
  for (const start of [
    library.recipes.digits14,
    library.recipes.ringOnPlane.with({ weightClip: 0.01 }),
  ]) {
    // prettier-ignore
    const mended = new Map(Object.entries(start.with(change)));
    for (const [name, value] of Object.entries(change)) {
      expect(mended.get(name)).toEqual(value);
    }
  }
  const small = { data: "digits8", generator: { mlp: { inputs: 2, hidden: [4] } }, steps: 1 } as const; // prettier-ignore
  const made = library.recipe({ ...library.recipes.digits14, ...small }).with(change);
  const run = await library.trainGan({ ...made, seed: 1, compiled: false });
  expect(run.stopped).toBe("finished");
  run.dispose();
});

it("have set-ups for each of them, and new ones", () => {
  for (const name of ["healthy", ...pitfalls]) {
    const own = [...setUps, ...dataAndNetworkSetUps].filter(({ pitfall }) => pitfall === name);
    expect(own.length).toBeGreaterThanOrEqual(3);
    if (name !== "batch norm") expect(newSetUps.some(({ pitfall }) => pitfall === name)).toBe(true);
  }
});

it("have no sign without a use: each shows in a stored run", () => {
  const all = [...readStored(), ...readStored("data-and-networks")].map(({ run, masses }) =>
    signalsOf(run, masses),
  );
  const shows = ({ looksAt }: Sign) =>
    all.some((signals) =>
      looksAt.every(([name, from, to]) => (signals[name]! - from) / (to - from) >= 0.5),
    );
  const useless = diagnosisRules.flatMap(({ pitfall, signs }) =>
    signs.filter((sign) => !shows(sign)).map(({ why }) => `${pitfall}: ${why}`),
  );
  expect(useless).toEqual([]);
});
