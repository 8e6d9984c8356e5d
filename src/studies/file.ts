import fs from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { foundText } from "../arguments/found";
import { nearestName } from "../arguments/names";
import { checkParts } from "../recipes/check";
import type { Measure } from "./measures/measure";
import { measureFrom } from "./measures/table";
import { armRecipes, expectOne } from "./orders";
import { checkSearch } from "./search/plan";
import type { Space } from "./search/space";
import type { SearchOptions } from "./search/types";
import type { StudyOptions } from "./study";

const record = z.record(z.string(), z.unknown());
const claim = z.strictObject({
  text: z.string(),
  arm: z.string(),
  measure: z.string(),
  vs: z.string().optional(),
  atLeast: z.number().optional(),
  atMost: z.number().optional(),
  unit: z.string().optional(),
  headline: z.boolean().optional(),
});
const verdicts = z.strictObject({
  measure: z.string(),
  helps: z.number(),
  baseline: z.string().optional(),
});
const searched = z.strictObject({
  trials: z.union([z.int().min(1), z.literal("grid")]),
  by: z.string(),
  better: z.enum(["more", "less"]).optional(),
  halving: z.int().min(2).optional(),
  folds: z.int().min(2).optional(),
  drawSeed: z.int().min(0).optional(),
  confirm: z.int().min(2).optional(),
});
const file = z.strictObject({
  study: z.string().min(1),
  base: record,
  arms: z.record(z.string(), record).optional(),
  space: z.record(z.string(), z.union([z.array(z.unknown()), record])).optional(),
  search: searched.optional(),
  seeds: z.union([z.int().min(1), z.array(z.int()).min(1)]),
  quick: z.number().gt(0).lte(1).optional(),
  measure: z.record(z.string(), z.union([z.string(), record])),
  baseline: z.string().optional(),
  better: z.record(z.string(), z.enum(["more", "less"])).optional(),
  verdicts: z.array(verdicts).optional(),
  claims: z.array(claim).optional(),
  film: z.array(z.string()).optional(),
  dose: z.array(z.string()).optional(),
});

type Content = z.infer<typeof file>;

/** A study as a file has it: what is run, and what is told of it. */
export interface StudyFile extends Omit<Content, "base" | "arms" | "space" | "search" | "measure"> {
  readonly base: StudyOptions["base"];
  /** The arms; a file has these, or a space with what is searched in it. */
  readonly arms?: StudyOptions["arms"];
  /** What is searched, and how; with `confirm`: on how many fresh seeds the winner is measured. */
  readonly search?: FileSearch;
  readonly measure: Readonly<Record<string, Measure>>;
}

/** A search as a file has it. */
export interface FileSearch extends Pick<
  SearchOptions,
  "space" | "trials" | "by" | "better" | "halving" | "folds" | "drawSeed"
> {
  readonly confirm?: number;
}

/**
 * Reads a study that is written in YAML or JSON.
 *
 * @throws Error that names the file, and where in it what is wrong: what was wanted, what was found
 */
export function readStudyFile(name: string): StudyFile {
  const wrong = (message: string) => new Error(`${name}: ${message}`);
  const content = parsed(name, wrong);
  const { data, error } = file.safeParse(content);
  if (error) throw wrong(issueText(error.issues[0], content));
  const inPlace = <T>(place: string, read: () => T): T => {
    try {
      return read();
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw wrong(place + message.replace(/(^|: )recipe /, "$1"));
    }
  };
  inPlace("base: ", () => {
    checkParts(data.base);
  });
  const measures = Object.entries(data.measure).map(([key, form]): [string, Measure] => {
    return [key, inPlace("", () => measureFrom(form, `measure.${key}`))];
  });
  inPlace("", () => {
    expectKnown(data);
  });
  const { arms, space, search, ...rest } = data;
  const { base } = data as unknown as Pick<StudyFile, "base">;
  const own = { ...rest, base, measure: Object.fromEntries(measures) };
  if (arms) {
    inPlace("", () => armRecipes({ base, arms, quick: 1, budget: "full" }));
    return { ...own, arms };
  }
  const whole = { ...search!, space: space as Space };
  inPlace("", () => {
    checkSearch({ ...whole, base, seeds: 1, measure: own.measure });
  });
  return { ...own, search: whole };
}

function parsed(name: string, wrong: (message: string) => Error): unknown {
  const text = fs.readFileSync(name, "utf8");
  try {
    const isJson = path.extname(name).toLowerCase() === ".json";
    return isJson ? (JSON.parse(text) as unknown) : (parse(text) as unknown);
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

/** A file has arms, or a space and a search. */
function expectArmsOrSpace({ arms, space, search, ...data }: Content): void {
  const found = Object.entries({ arms, space, search }).filter(([, each]) => each !== undefined);
  const names = found.map(([name]) => name).join(", ");
  if (!["arms", "space, search"].includes(names)) {
    throw new RangeError(
      `the file: wanted arms, or space and search, found ${names || "none of them"}`,
    );
  }
  if (search?.folds === undefined) return;
  const told = (["baseline", "verdicts", "claims", "film", "dose"] as const).find((name) => data[name]); // prettier-ignore
  if (told === undefined) return;
  throw new RangeError(
    `${told}: wanted none in a search with folds, whose runs are of one fold each, found ${foundText(data[told])}`,
  );
}

/** The arms that a winner and its base have where they are confirmed. */
const CONFIRMED = ["winner", "base"];

/** Every arm and measure that is named must be there. */
function expectKnown(data: Content): void {
  expectArmsOrSpace(data);
  const arms = data.arms ? Object.keys(data.arms) : CONFIRMED;
  const measures = Object.keys(data.measure);
  const expect = (names: string[], found: string | undefined, place: string) => {
    if (found !== undefined) expectOne(names, found, place);
  };
  if (arms.length === 0) throw new RangeError("arms: wanted at least one arm, found none");
  if (measures.length === 0)
    throw new RangeError("measure: wanted at least one measure, found none");
  expect(arms, data.baseline, "baseline");
  data.claims?.forEach((each, i) => {
    expect(arms, each.arm, `claims[${i}].arm`);
    expect(arms, each.vs, `claims[${i}].vs`);
    expect(measures, each.measure, `claims[${i}].measure`);
    if (each.atLeast === undefined && each.atMost === undefined) {
      throw new RangeError(`claims[${i}]: wanted atLeast, atMost or both, found neither`);
    }
  });
  data.verdicts?.forEach((each, i) => {
    expect(measures, each.measure, `verdicts[${i}].measure`);
    expect(arms, each.baseline, `verdicts[${i}].baseline`);
  });
  data.film?.forEach((arm, i) => {
    expect(arms, arm, `film[${i}]`);
  });
  data.dose?.forEach((measure, i) => {
    expect(measures, measure, `dose[${i}]`);
  });
}

/** The names of the records in a file, by their places. */
const shapes: Readonly<Partial<Record<string, object>>> = {
  claims: claim.shape,
  verdicts: verdicts.shape,
  search: searched.shape,
};

/** One fault: where, what was wanted, what was found. */
function issueText(issue: z.core.$ZodIssue, content: unknown): string {
  const place = issue.path.reduce<string>(
    (text, name) =>
      typeof name === "number" ? `${text}[${name}]` : text + (text && ".") + String(name),
    "",
  );
  if (issue.code === "unrecognized_keys") {
    const [key] = issue.keys;
    const known = Object.keys(shapes[place.replace(/\[.*/, "")] ?? file.shape);
    const near = nearestName(key, known);
    const hint = near ? `; did you mean "${near}"?` : `. Known are ${known.join(", ")}`;
    return `${place ? `${place}.` : ""}${key}: wanted a known name, found "${key}"${hint}`;
  }
  const found = issue.path.reduce<unknown>(
    (at, name) => (at as Record<PropertyKey, unknown> | undefined)?.[name],
    content,
  );
  return `${place || "the file"}: wanted ${wantedText(issue)}, found ${foundText(found)}`;
}

const wordsFor: Readonly<Record<string, string>> = {
  record: "a record",
  object: "a record",
  array: "a list",
  string: "a text",
  int: "a whole number",
  number: "a number",
};

function wantedText(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type") return wordsFor[issue.expected] ?? issue.expected;
  if (issue.code === "invalid_value") {
    return issue.values.length === 1
      ? `"${String(issue.values[0])}"`
      : `one of ${issue.values.map(String).join(", ")}`;
  }
  if (issue.code === "too_small")
    return `${issue.inclusive ? "at least" : "above"} ${issue.minimum}`;
  if (issue.code === "too_big") return `at most ${issue.maximum}`;
  if (issue.code !== "invalid_union") return issue.message;
  return issue.errors.map(([first]) => wantedText(first)).join(" or ");
}
