import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { lendToCells } from "../../src/cell";
import { keepLearner, readLearner } from "../../src/course/learner";
import { brierScore, calibrationText } from "../../src/lesson/calibration";
import { predict } from "../../src/lesson/predict";

const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "guesses-")), "learner.json");
const printed: string[] = [];
const told = (): string => printed.splice(0).join("\n");

const question = "Does it rest or leave?";
const ask = (guess: "rests" | "leaves" | "?" = "?", sure = 0.7) =>
  predict(question, ["rests", "leaves"], { guess, sure });

beforeEach(() => {
  printed.length = 0;
  vi.spyOn(console, "log").mockImplementation((line: string) => void printed.push(line));
  fs.rmSync(file, { force: true });
});
afterEach(() => {
  lendToCells({ learner: undefined });
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe("a prediction", () => {
  it("asks, and tells what came out to who has not guessed", () => {
    const guess = ask();
    expect(told()).toBe(
      `Guess first. ${question} (rests or leaves)\n` +
        'Write your guess in place of "?" above, and how sure you are: 1 is certain, 0.5 is no idea. ' +
        "Then run the cell again (Shift + Enter).",
    );
    guess.reveal("leaves");
    expect(told()).toBe("What came out: leaves. You had not guessed.");
  });

  it("tells what was guessed and scores it, where nothing is kept", () => {
    const guess = ask("rests", 0.8);
    expect(told()).toContain("Your guess: rests, 80 % sure. Go on.");
    guess.reveal("rests");
    expect(told()).toMatch(
      /^What came out: rests\. You guessed rests, 80 % sure\.\nYour Brier score over 1 guess is 0\.08, and .* would score 0\.50/,
    );
  });

  it.each<[string, () => unknown, RegExp]>([
    ["another guess", () => ask("leavs" as "leaves"), /^predict guess: wanted rests or leaves, or "\?" for none yet, found "leavs"; did you mean "leaves"\?$/], // prettier-ignore
    ["a chance below no idea", () => ask("rests", 0.4), /^predict sure: wanted a chance from 0\.5 \(no idea which of 2\) to 1 \(certain\), found 0\.4$/], // prettier-ignore
    ["a chance above 1", () => ask("?", 70), /found 70$/],
    ["no number", () => ask("?", NaN), /found NaN$/],
    [
      "one choice",
      () => predict("So?", ["yes"]),
      /^predict choices: wanted two or more different texts/,
    ],
    ["two alike", () => predict("So?", ["yes", "yes"]), /found \["yes", "yes"\]$/],
    ["the mark of no guess as a choice", () => predict("So?", ["yes", "?"]), /none of them "\?"/],
    ["no question", () => predict(" ", ["yes", "no"]), /^predict question: wanted a sentence/],
    ["another outcome", () => { ask().reveal("rest" as "rests"); }, /^predict\.reveal outcome: wanted rests or leaves, found "rest"; did you mean "rests"\?$/], // prettier-ignore
  ])("refuses %s", (_, call, message) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  });

  it("takes .33 for a third", () => {
    expect(() => predict("So?", ["a", "b", "c"], { guess: "a", sure: 0.33 })).not.toThrow();
  });
});

describe("what is kept of guesses", () => {
  const inNotebook = (name: string) => {
    keepLearner(`/course/notebooks/${name}.ipynb`, file);
  };
  const kept = (name: string) => readLearner(file).guesses[name]?.[question];

  it("is the guess that stood when the answer came, and no later one", () => {
    inNotebook("04");
    ask("rests", 0.9);
    ask("leaves", 0.6); // changed before the answer
    ask("?").reveal("leaves"); // asked again without one
    expect(told()).toContain("Your guess of before stands: leaves, 60 % sure. Go on.");
    ask("rests", 1).reveal("rests"); // after it
    expect(told()).toContain("The answer is out, so your guess stands: leaves, 60 % sure.");
    expect(kept("04")).toEqual({
      ...{ choices: ["rests", "leaves"], guess: "leaves", sure: 0.6, outcome: "leaves" },
    });
  });

  it("is nothing of who guesses after the answer", () => {
    inNotebook("04");
    ask().reveal("leaves");
    told();
    const late = ask("leaves", 1);
    expect(told()).toContain("The answer was out before you guessed");
    late.reveal("leaves");
    expect(told()).toBe("What came out: leaves. You had not guessed.");
  });

  it("adds up over notebooks to one score", () => {
    for (const [name, outcome] of [
      ["03", "rests"],
      ["04", "leaves"],
    ] as const) {
      // prettier-ignore
      inNotebook(name);
      ask("rests", 0.7).reveal(outcome);
    }
    // .3² + .3² = .18 and .7² + .7² = .98
    expect(told()).toContain("Your Brier score over 2 guesses is 0.58, and");
  });

  it("begins anew for a question with other choices", () => {
    inNotebook("04");
    ask("rests").reveal("rests");
    predict(question, ["rests", "leaves", "circles"], { guess: "circles" });
    expect(kept("04")).toEqual({ ...{ choices: ["rests", "leaves", "circles"], guess: "circles", sure: 0.7 } }); // prettier-ignore
  });

  it("leaves alone what else stands in the file, and is nothing under the smoke budget", () => {
    const notebooks = { "00": { claims: 1, held: 1, budget: "full", day: "2026-11-24" } };
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, JSON.stringify({ notebooks }));
    inNotebook("04");
    vi.stubEnv("CLINIC_BUDGET", "smoke");
    ask("rests").reveal("rests");
    expect(readLearner(file)).toEqual({ notebooks, labs: {}, guesses: {} });
    vi.stubEnv("CLINIC_BUDGET", "full");
    ask("rests").reveal("rests");
    expect(readLearner(file)).toMatchObject({ notebooks, guesses: { "04": {} } });
  });

  it("is asked again each time where the file cannot be written", () => {
    keepLearner("/course/notebooks/04.ipynb", path.join(__filename, "below", "a", "file"));
    expect(() => {
      ask("rests").reveal("rests");
    }).not.toThrow();
    expect(told()).toContain("You guessed rests, 70 % sure.");
  });
});

describe("Brier's score", () => {
  const guess = (choices: string[], sure: number, outcome: string) =>
    brierScore({ choices, guess: "a", sure, outcome });

  it.each([
    [["a", "b"], 1, "a", 0],
    [["a", "b"], 1, "b", 2],
    [["a", "b"], 0.5, "b", 0.5],
    [["a", "b", "c"], 1 / 3, "c", 2 / 3],
    [["a", "b", "c"], 0.6, "b", 0.6 ** 2 + 0.8 ** 2 + 0.2 ** 2],
  ] as const)("of %j with %f, where %s came out, is %f", (choices, sure, outcome, score) => {
    expect(guess([...choices], sure, outcome)).toBeCloseTo(score, 12);
  });

  it("is compared with the same chance for each choice, over the guesses that count", () => {
    const text = calibrationText([
      { choices: ["a", "b"], guess: "a", sure: 1, outcome: "a" },
      { choices: ["a", "b", "c", "d"], guess: "a", sure: 1, outcome: "a" },
      { choices: ["a", "b"], guess: "a", sure: 1 }, // not out yet
      { choices: ["a", "b"], outcome: "a" }, // not guessed
    ]);
    expect(text).toMatch(/over 2 guesses is 0\.00, .* would score 0\.63/);
    expect(calibrationText([])).toBeUndefined();
  });
});
