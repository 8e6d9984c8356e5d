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
});
const verdicts = z.strictObject({
  measure: z.string(),
  helps: z.number(),
  baseline: z.string().optional(),
});
const file = z.strictObject({
  study: z.string().min(1),
  base: record,
  arms: z.record(z.string(), record),
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

/** A study as a file has it: what is run, and what is told of it. */
export interface StudyFile extends Omit<z.infer<typeof file>, "base" | "arms" | "measure"> {
  readonly base: StudyOptions["base"];
  readonly arms: StudyOptions["arms"];
  readonly measure: Readonly<Record<string, Measure>>;
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
  const { base, arms } = data as unknown as Pick<StudyFile, "base" | "arms">;
  inPlace("", () => armRecipes({ base, arms, quick: 1, budget: "full" }));
  return { ...data, base, arms, measure: Object.fromEntries(measures) };
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

/** Every arm and measure that is named must be there. */
function expectKnown(data: z.infer<typeof file>): void {
  const [arms, measures] = [Object.keys(data.arms), Object.keys(data.measure)];
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

/** One fault: where, what was wanted, what was found. */
function issueText(issue: z.core.$ZodIssue, content: unknown): string {
  const place = issue.path.reduce<string>(
    (text, name) =>
      typeof name === "number" ? `${text}[${name}]` : text + (text && ".") + String(name),
    "",
  );
  if (issue.code === "unrecognized_keys") {
    const [key] = issue.keys;
    const known = place === "" ? Object.keys(file.shape) : place.startsWith("claims") ? Object.keys(claim.shape) : Object.keys(verdicts.shape); // prettier-ignore
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
  if (issue.code === "invalid_value") return `one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "too_small")
    return `${issue.inclusive ? "at least" : "above"} ${issue.minimum}`;
  if (issue.code === "too_big") return `at most ${issue.maximum}`;
  if (issue.code !== "invalid_union") return issue.message;
  return issue.errors.map(([first]) => wantedText(first)).join(" or ");
}
