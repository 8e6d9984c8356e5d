import { expect, it } from "vitest";
import { humanPanel, judgePanel, type PanelAnswer } from "../../src/metrics/panel";
import { seeded } from "../../src/random";

const pairs = (n: number, first: number) =>
  Float32Array.from({ length: 2 * n }, (_, i) => first + Math.floor(i / 2) + (i % 2) / 2);

it("shows as many of either kind, each once, in random order", () => {
  // real pictures are (k, k + .5) from 0, fakes from 100
  const { images, key } = humanPanel(pairs(30, 0), pairs(40, 100), {
    d: 2,
    each: 25,
    random: seeded(1),
  });
  const firsts = [...images].filter((_, i) => i % 2 === 0);
  expect(firsts.map((value) => (value < 100 ? "real" : "fake"))).toEqual(key);
  expect(key.filter((kind) => kind === "real")).toHaveLength(25);
  expect(new Set(firsts).size).toBe(50);
  expect([...images].filter((_, i) => i % 2 === 1)).toEqual(firsts.map((value) => value + 0.5));
  const changes = key.filter((kind, i) => i > 0 && kind !== key[i - 1]).length;
  expect(changes).toBeGreaterThan(12); // 25 on average, std 3.5
});

it("is the same for the same stream, another for another", () => {
  const at = (seed: number) =>
    humanPanel(pairs(30, 0), pairs(30, 100), { d: 2, random: seeded(seed) });
  expect(at(1)).toEqual(at(1));
  expect(at(1).key).not.toEqual(at(2).key);
  expect(at(1).key).toHaveLength(40);
});

it("counts right answers, fakes that passed and real ones that were doubted", () => {
  const key: PanelAnswer[] = ["real", "real", "fake", "fake", "fake", "real"];
  const verdict = judgePanel("RR frf\nf", key);
  expect(verdict).toMatchObject({ share: 4 / 6, n: 6, fooled: 1 / 3, doubted: 1 / 3 });
  expect(verdict.pValue).toBeCloseTo((15 + 6 + 1) / 64, 12);
  expect(judgePanel(["real", "real", "fake", "real", "fake", "fake"], key)).toEqual(verdict);
});

it("says that a person can tell from 27 right answers of 40, and from 60 of 100", () => {
  const canTell = (right: number, n: number) => {
    const key = Array.from({ length: n }, (_, i): PanelAnswer => (i % 2 ? "real" : "fake"));
    const other = (kind: PanelAnswer) => (kind === "real" ? "fake" : "real");
    return judgePanel(
      key.map((kind, i) => (i < right ? kind : other(kind))),
      key,
    ).canTell;
  };
  expect([26, 27].map((right) => canTell(right, 40))).toEqual([false, true]);
  expect([59, 60].map((right) => canTell(right, 100))).toEqual([false, true]);
  expect(canTell(0, 40)).toBe(false);
});

it("refuses other answers, and too many or too few", () => {
  const key: PanelAnswer[] = ["real", "fake"];
  expect(() => judgePanel("rx", key)).toThrow(
    new TypeError('judgePanel answer 1: wanted r or f, found "x"'),
  );
  expect(() => judgePanel(["real", "true"] as never, key)).toThrow(
    new TypeError('judgePanel answer 1: wanted "real" or "fake", found "true"'),
  );
  expect(() => judgePanel("r", key)).toThrow(
    new RangeError("judgePanel answers: wanted 2, one for each picture, found 1"),
  );
  expect(() => judgePanel("rr", ["real", "real"])).toThrow(
    "judgePanel key, pictures that are fake: wanted a whole number at least 1, found 0",
  );
  const three = Float32Array.of(1, 2, 3);
  expect(() => humanPanel(three, three, { d: 1, each: 4, random: seeded(1) })).toThrow(
    new RangeError("humanPanel real examples: wanted a whole number at least 4, found 3"),
  );
});
