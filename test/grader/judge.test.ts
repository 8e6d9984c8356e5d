import { z } from "zod";
import { expect, it } from "vitest";
import type { Check } from "../../src/grader/contract";
import { readLab } from "../../src/grader/grade/lab";
import { inputsOf } from "../../src/grader/judge";
import { selectLabs } from "../../src/grader/lab/places";
import { ROOT } from "../../src/course/paths";
import type { Random } from "../../src/random";

const check = (inputs: (random: Random) => unknown): Check => ({
  task: "t",
  name: "n",
  visible: true,
  uses: [],
  inputs,
  probe: () => 1,
  returns: z.unknown(),
  judge: () => ({ passed: true, measured: "", wanted: "" }),
});

it.each<[string, (random: Random) => unknown]>([
  ["itself", (random) => random.state],
  ["in a record", (random) => ({ from: random.state })],
  ["deep in a list", (random) => ({ list: [[{ from: { ...random.state } }]] })],
  ["the generator", (random) => ({ random })],
])("inputs with a generator's state are refused: %s", (_, inputs) => {
  expect(() => inputsOf(check(inputs), 1)).toThrow(/the state of a random generator/);
});

it("numbers, texts and lists are inputs, and the same from the same seed", () => {
  const drawn = check((random) => ({ key: "k", points: random.normals(3), n: 2 }));
  expect(inputsOf(drawn, 1)).toEqual(inputsOf(drawn, 1));
});

it.each(selectLabs([], ROOT).map((place) => [place.name, place] as const))(
  "no check of %s sends one",
  (_, place) => {
    const { checks } = readLab(place);
    for (const each of checks) expect(() => inputsOf(each, 3), each.name).not.toThrow();
  },
);
