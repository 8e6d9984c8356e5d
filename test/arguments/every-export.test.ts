import { describe, expect, it } from "vitest";
import { argumentError } from "../../src/arguments/check";
import { checked } from "../../src/arguments/checked";
import type { Kind, Members, Signature } from "../../src/arguments/kinds";
import { partsOf } from "../../src/arguments/names";
import { table } from "../../src/arguments/table";
import * as index from "../../src/index";
import { families, mayBe, recordOf, rightRecord, rightValue } from "./values";

const library = checked(index) as unknown as Record<string, (...args: unknown[]) => unknown>;

/** Classes have their own checks: of Random everyone has a stream from `seeded`, errors are for the library to make. */
const classes = ["InexactGradientError", "OtherConfigurationError", "Random", "UntraceableError"];

it("every function that is exported has a row in the table", () => {
  const functions = Object.entries(index).filter(([, value]) => typeof value === "function");
  const names = functions.map(([name]) => name).sort();
  expect([...Object.keys(table.functions), ...classes].sort()).toEqual(names);
});

/** One wrong call: its arguments, where the fault is, and what it is. */
interface Wrong {
  readonly args: readonly unknown[];
  readonly place: string;
  readonly family: string;
}

/** Every wrong value of a kind, at its place, and those of its members. */
function* wrongValues(
  kind: Kind,
  place: string,
  optional: boolean,
): Generator<[unknown, string, string]> {
  for (const [family, value] of families) {
    if (optional && value === undefined) continue;
    if (!mayBe(kind, family, value)) yield [value, place, family];
  }
  if (typeof kind !== "string" && "list" in kind && kind.list !== "any") {
    const found = [...wrongValues(kind.list, `${place}[1]`, false)].filter(
      ([value]) => !Number.isNaN(value),
    );
    for (const [value, ...rest] of found) yield [[rightValue(kind.list), value], ...rest];
  }
  const record = recordOf(kind);
  if (!record || place.split(".").length > 3) return;
  const right = rightRecord(record.members);
  for (const [marked, member] of Object.entries(record.members)) {
    const { name, optional: mayLack } = partsOf(marked);
    for (const [value, at, family] of wrongValues(member, `${place}.${name}`, mayLack)) {
      yield [{ ...right, [name]: value }, at, family];
    }
  }
}

function* wrongCalls(parameters: Members): Generator<Wrong> {
  const before: unknown[] = [];
  for (const [marked, kind] of Object.entries(parameters)) {
    const { name, optional } = partsOf(marked);
    for (const [value, place, family] of wrongValues(kind, name, optional)) {
      yield { args: [...before, value], place: place.replace(/^options\./, ""), family };
    }
    before.push(rightValue(kind));
  }
}

async function messageOf(name: string, args: readonly unknown[]): Promise<string> {
  try {
    const result = library[name](...args);
    if (result instanceof Promise) await result;
  } catch (error) {
    const { name: kind, message } = error as Error;
    return `${kind}: ${message}`;
  }
  return "no error";
}

const raw = /Cannot read properties|is not a function|is not iterable|undefined \(reading|\[object/;

describe.each(Object.entries(table.functions))("%s", (name, signature: Signature) => {
  it("takes what its types say", () => {
    for (const parameters of signature.calls) {
      const args = Object.values(rightRecord(parameters));
      expect(argumentError(name, signature, args)).toBeUndefined();
    }
  });

  it("says of a wrong argument which it is, what was wanted and what was found", async () => {
    const faults: string[] = [];
    for (const { args, place, family } of wrongCalls(signature.calls[0])) {
      const message = await messageOf(name, args);
      const start = message.replace(/^(Type|Range)Error: /, "");
      const isTold = start !== message && start.startsWith(`${name} ${place}`);
      const found = family === "nothing" ? "found nothing" : "found ";
      if (
        isTold &&
        / wanted .*, found /.test(message) &&
        message.includes(found) &&
        !raw.test(message)
      )
        continue;
      faults.push(`${place} is a ${family}: ${message}`);
    }
    expect(faults).toEqual([]);
  });

  it("knows what was meant by a misspelt name", async () => {
    const entries = Object.entries(signature.calls[0]);
    const before = entries.map(([, kind]) => rightValue(kind));
    for (const [place, [, kind]] of entries.entries()) {
      const record = recordOf(kind);
      if (record?.unknown !== "refuse") continue;
      for (const marked of Object.keys(record.members)) {
        const { name: option } = partsOf(marked);
        const slip = option.slice(0, -2) + option.slice(-1);
        if (option.length < 5) continue;
        const given = Object.entries({ ...rightRecord(record.members), [slip]: 1 });
        const misspelt = Object.fromEntries(given.filter(([key]) => key !== option));
        const message = await messageOf(name, [...before.slice(0, place), misspelt]);
        expect(message).toMatch(
          new RegExp(`^TypeError: ${name} .*found "${slip}"; did you mean "\\w+"\\?$`),
        );
      }
    }
  });
});
