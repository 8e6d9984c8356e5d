import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { readStudyFile } from "../../src/studies/file";
import { removeFolder } from "../remove-folder";

const example = path.join(
  __dirname,
  "..",
  "..",
  "notebooks",
  "studies",
  "strong-discriminator.yaml",
);
let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-study-file-"));
});
afterAll(() => {
  removeFolder(folder);
});

type Content = Record<string, Record<string, unknown>>;

/** The example with something changed, as a file. */
function changed(change: (content: Content) => unknown, name = "study.yaml"): string {
  const content = parse(fs.readFileSync(example, "utf8")) as Content;
  change(content);
  const file = path.join(folder, name);
  fs.writeFileSync(file, name.endsWith(".json") ? JSON.stringify(content) : stringify(content));
  return file;
}

describe("a study's file", () => {
  it("is read from YAML and from JSON alike", () => {
    const yaml = readStudyFile(example);
    expect(Object.keys(yaml.arms!)).toEqual(["2 D steps", "10 D steps", "R1, 10 D steps"]);
    expect(yaml.measure.quality.unit).toBe("energy distance");
    const json = readStudyFile(changed(() => undefined, "study.json"));
    expect([json.base, json.arms, json.seeds]).toEqual([yaml.base, yaml.arms, yaml.seeds]);
  });

  it.each<[string, (content: Content) => unknown, string]>([
    [
      "a misspelt name",
      (c) => (c.seed = c.seeds),
      'seed: wanted a known name, found "seed"; did you mean "seeds"?',
    ],
    ["no arm", (c) => (c.arms = {}), "arms: wanted at least one arm, found none"],
    ["an arm that is none", (c) => (c.arms.bad = 3), "arms.bad: wanted a record, found 3"],
    [
      "seeds as a text",
      (c) => (c.seeds = "five" as never),
      'seeds: wanted a number or a list, found "five"',
    ],
    [
      "half a seed",
      (c) => (c.seeds = 0.5 as never),
      "seeds: wanted a whole number or a list, found 0.5",
    ],
    [
      "a wrong recipe",
      (c) => (c.base.loss = "hing"),
      'base: loss: wanted a loss, found "hing"; did you mean "hinge"?',
    ],
    [
      "a wrong arm",
      (c) => (c.arms.bad = { steps: "many" }),
      'arm "bad": steps: wanted a number, found "many"',
    ],
    [
      "a wrong measure",
      (c) => (c.measure.quality = "energyT"),
      'measure.quality: wanted a measure, found "energyT"; did you mean "energyTo"?',
    ],
    [
      "an unknown arm",
      (c) => (c.baseline = "2 D step" as never),
      'baseline: wanted one of "2 D steps", "10 D steps", "R1, 10 D steps", found "2 D step"; did you mean "2 D steps"?',
    ],
    [
      "a claim of nothing",
      (c) => delete (c.claims as unknown as Content[])[0].atLeast,
      "claims[0]: wanted atLeast, atMost or both, found neither",
    ],
    [
      "a claim's misspelt name",
      (c) => ((c.claims as unknown as Content[])[0].atleast = 1 as never),
      'claims[0].atleast: wanted a known name, found "atleast"; did you mean "atLeast"?',
    ],
  ])("says of %s where it is, what was wanted and what was found", (_, change, message) => {
    const file = changed(change);
    expect(() => readStudyFile(file)).toThrow(`${file}: ${message}`);
  });

  const ofSearch = path.join(path.dirname(example), "learning-rates.yaml");
  const searching = (change: (content: Content) => unknown) => {
    const content = parse(fs.readFileSync(ofSearch, "utf8")) as Content;
    change(content);
    const file = path.join(folder, "search.yaml");
    fs.writeFileSync(file, stringify(content));
    return file;
  };

  it("has a space and a search in the place of arms", () => {
    const { arms, search } = readStudyFile(ofSearch);
    expect(arms).toBeUndefined();
    expect(search).toMatchObject({ trials: 9, halving: 3, confirm: 5 });
    expect(search!.space.batchSize).toEqual([32, 64, 128]);
  });

  it.each<[string, (content: Content) => unknown, string]>([
    ["both", (c) => (c.arms = { a: {} }), "the file: wanted arms, or space and search, found arms, space, search"], // prettier-ignore
    ["a space alone", (c) => delete c.search, "the file: wanted arms, or space and search, found space"], // prettier-ignore
    ["a misspelt name", (c) => (c.search.halvin = 3), 'search.halvin: wanted a known name, found "halvin"; did you mean "halving"?'], // prettier-ignore
    ["trials as a text", (c) => (c.search.trials = "many"), 'search.trials: wanted a number or "grid", found "many"'], // prettier-ignore
    ["a wrong choice", (c) => ((c.space.loss as string[])[1] = "hing"), 'space loss[1]: loss: wanted a loss, found "hing"; did you mean "hinge"?'], // prettier-ignore
    ["a grid of ranges", (c) => (c.search.trials = "grid"), "space learningRate.generator: wanted a list of values for a grid, found the range { logUniform: [0.0001, 0.01] }; list some of its values, or draw recipes"], // prettier-ignore
    ["a measure that is not there", (c) => (c.search.by = "qualty"), 'search by: wanted one of the measures, "quality", "modes", found "qualty"; did you mean "quality"?'], // prettier-ignore
    ["an arm that is not confirmed", (c) => (c.film = ["best"] as never), 'film[0]: wanted one of "winner", "base", found "best"'], // prettier-ignore
    ["folds and verdicts", (c) => ((c.measure.quality = { energyTo: { real: "heldOut" } }), (c.search.folds = 3)), "verdicts: wanted none in a search with folds, whose runs are of one fold each, found a list of 1"], // prettier-ignore
  ])("says of a search with %s what was wanted", (_, change, message) => {
    const file = searching(change);
    expect(() => readStudyFile(file)).toThrow(`${file}: ${message}`);
  });

  it("names the line of what is no YAML", () => {
    const file = path.join(folder, "broken.yaml");
    fs.writeFileSync(file, "study: a\nbase: [1\narms: 2\n");
    expect(() => readStudyFile(file)).toThrow(/broken\.yaml: .*at line \d/);
  });
});
