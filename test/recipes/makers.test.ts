import { beforeAll, describe, expect, it } from "vitest";
import * as tf from "@tensorflow/tfjs";
import { table } from "../../src/arguments/table";
import * as index from "../../src/index";
import { dataOf, formOf, leverOf } from "../../src/levers/lever";
import { filled, make } from "../../src/recipes/make";
import { parametersOf } from "../../src/recipes/signatures";
import { rowsOf, tables } from "../../src/recipes/tables";
import type { FormKind, Place } from "../../src/recipes/tables/maker";
import { shortForm } from "../../src/recipes/text";
import { measures } from "../../src/studies/measures/table";
import { examples, players, rows } from "./values";

beforeAll(() => index.startEngine("wasm"));

const exported = index as unknown as Readonly<Record<string, unknown>>;
const anywhere: Place = { path: "here", name: "here" };

/** The value of a form that has been text in between. */
const remade = (kind: Parameters<typeof make>[0], form: unknown, place = anywhere) =>
  make(kind, JSON.parse(JSON.stringify(form)), place);

describe.each(examples)("$kind, $name", ({ kind, make: makeExample, numbers }) => {
  const numbersOf = numbers as (value: unknown) => number[] | Promise<number[]>;

  it("is made again of its data, and does the same", async () => {
    const value = makeExample();
    const lever = leverOf(value)!;
    expect(lever.kind).toBe(kind);
    const form = formOf(lever);
    const again = await remade(kind, form);
    const wanted = await numbersOf(value);
    expect(wanted.length).toBeGreaterThan(0);
    if (Array.isArray(again)) expect(again.map(dataOf)).toEqual([form]);
    else expect(dataOf(again)).toEqual(form);
    expect(await numbersOf(again)).toEqual(wanted);
  });

  it("does the same with the defaults of its table left out, or written out", async () => {
    const form = formOf(leverOf(makeExample())!);
    const wanted = await numbersOf(await remade(kind, form));
    const [left, written] = [shortForm(kind, form), filled(kind, form)];
    expect(await numbersOf(await remade(kind, left))).toEqual(wanted);
    expect(await numbersOf(await remade(kind, written))).toEqual(wanted);
  });
});

describe("the tables", () => {
  /** Rows that can not be made by themselves, or need files: they have tests of their own. */
  const elsewhere = [
    "finiteDataset",
    "fromFolder",
    "mnist",
    "fashionMnist",
    "emoji",
    "drums",
    "historicalAveragingTerm",
    "auxiliaryClassifierTerms",
    "informationTerms",
    ...Object.keys(tables.optimizer),
  ];

  it("have an example of every row", () => {
    const made = new Set(examples.map((each) => leverOf(each.make())!.name));
    const missing = rows.filter(([, name]) => !made.has(name) && !elsewhere.includes(name));
    expect(missing).toEqual([]);
  });

  it("name exports of the library, but for TensorFlow.js's optimisers", () => {
    const strange = rows.filter(([kind, name]) => kind !== "optimizer" && !(name in exported));
    expect(strange).toEqual([]);
  });

  /** What makes a value that a training takes, but has no row, and why. */
  const without: Readonly<Record<string, string>> = {
    captionDiscriminator: "the vectors of its captions lie in memory only",
    captionGenerator: "the vectors of its captions lie in memory only",
    mismatchedTerm: "it needs captions, and those two networks",
    pixelFaces: "the set that comes out is told by its content",
    mapPictures: "its change is a function; the set that comes out is told by its content",
    frozen: "its weights come from elsewhere",
    averagedNetwork: "its weights come from a training",
    truncatedGenerator: "its mean comes from a training",
    styleMixing: "it is given a network, not yet a form",
    labelBlind: "it is given a network, not yet a form",
    withoutDraws: "its network comes from elsewhere",
    soundsFromFolder: "its sounds lie in files; the set that comes out is told by its content",
  };

  it("have a row for every maker that the library exports", () => {
    const types = ["AdaptiveRate", "Dataset", "FiniteDataset", "GanLoss", "HeadedNetwork", "Layer", "Network", "Term"] as const; // prettier-ignore
    const ofTypes = types.flatMap((type) => table.types[type].such ?? []);
    const ofFunctions: string[] = [];
    JSON.stringify(table, (key, part: unknown) => {
      if (key === "makers") ofFunctions.push(...(part as string[]));
      return part;
    });
    const byName = Object.keys(exported).filter((name) => /(Terms?|Rate)$/.test(name));
    const makers = new Set([...ofTypes.map((each) => each.replace("()", "")), ...ofFunctions, ...byName]); // prettier-ignore
    const known = new Set([...rows.map(([, name]) => name), ...Object.keys(measures)]); // those have a table of their own
    expect(makers.size).toBeGreaterThan(70);
    expect([...makers].filter((name) => !known.has(name) && !(name in without))).toEqual([]);
  });

  it("have every activation and every initialiser among the exports", () => {
    const x = tf.ones([4, 4]);
    const names = Object.entries(exported).filter(([, value]) => {
      const kind = leverOf(value)?.kind;
      return kind === "activation" || kind === "init" || kind === "loss";
    });
    expect(names.length).toBeGreaterThan(20);
    for (const [name, value] of names) {
      const { kind, name: own } = leverOf(value)!;
      expect(own).toBe(name);
      expect(rowsOf(kind as FormKind)).toHaveProperty(name);
    }
    x.dispose();
  });

  it("take as defaults only parameters that the maker knows", () => {
    for (const [kind, name] of rows) {
      const row = rowsOf(kind)[name]!;
      const known = Object.keys(parametersOf(name, row)).map((marked) => marked.replace("?", ""));
      const strange = Object.keys(row.defaults).filter((each) => !known.includes(each));
      expect(strange, name).toEqual([]);
    }
  });
});

describe("terms that belong to the players", () => {
  const random = index.seeded(1);
  const { generator, discriminator } = players(true, random);
  const place = { ...anywhere, players: { generator, discriminator } };
  const given: readonly (readonly [string, index.Term])[] = [
    ["historicalAveragingTerm", index.historicalAveragingTerm({ player: "discriminator", network: discriminator, weight: 2 })],
    ["auxiliaryClassifierTerms", index.auxiliaryClassifierTerms(discriminator, { weight: 3 })[0]],
    ["informationTerms", index.informationTerms(discriminator, { codes: 2 })[1]],
  ]; // prettier-ignore
  it.each(given)("%s", async (_, term) => {
    const form = formOf(leverOf(term)!);
    const [again] = [await remade("term", form, place)].flat() as index.Term[];
    expect(dataOf(again)).toEqual(form);
    expect([again.name, again.player, again.weight]).toEqual([term.name, term.player, term.weight]);
    expect(again.states?.length).toBe(term.states?.length);
  });
});

it.each(Object.keys(tables.optimizer))("the optimiser %s has the numbers of its table", async (name) => {
  const make1 = (await remade("optimizer", name)) as (rate: number) => tf.Optimizer;
  const { learningRate, ...config } = make1(0.25).getConfig();
  expect(learningRate).toBe(0.25);
  expect(config).toMatchObject(rowsOf("optimizer")[name]!.defaults);
}); // prettier-ignore
