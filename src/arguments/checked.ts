import { asLever } from "../levers/lever";
import { argumentError } from "./check";
import { tellCall } from "./heard";
import type { Kind, Signature } from "./kinds";
import { rememberPlain, withoutChecks } from "./plain";
import { table } from "./table";

// What every public function takes stands in one table, which is written from the library's own types (`table.ts`,
// by test/arguments/describe.ts). From it come the checks: a schema for each argument, and the words of its message.
// They stand where the library is entered (`entry.ts`): within the library, one function calls another unchecked.

type Call = (...args: unknown[]) => unknown;

/** The library with its functions' arguments checked at each call; the rest of it, such as classes, as it is. */
export function checked<T extends object>(library: T): T {
  const entries = Object.entries(library).map(([name, value]) => {
    const signature = (table.functions as Partial<typeof table.functions>)[name];
    return [name, signature ? checkedFunction(name, value as Call, signature) : (value as unknown)];
  });
  return Object.fromEntries(entries) as T;
}

/** Whatever it is, it is only handed through: who gets it back gets what was given, with its checks. */
function isLoose(kind: Kind | undefined): boolean {
  if (kind === "any" || kind === "object") return true;
  if (typeof kind !== "object" || !("members" in kind)) return false;
  return Object.values(kind.members).every(isLoose);
}

/** An activation, or something like one. What it computes goes through the engine, whoever calls it. */
function takesOneTensor({ calls }: Signature): boolean {
  const parameters = Object.entries(calls[0]);
  const isOne = parameters.slice(1).every(([name]) => name.endsWith("?"));
  return parameters.at(0)?.[1] === "tensor" && isOne;
}

function checkedFunction(name: string, fn: Call, signature: Signature): Call {
  const kinds = Object.values(signature.calls[0]);
  const call = (...args: unknown[]): unknown => {
    tellCall(name);
    const error = argumentError(name, signature, args);
    if (error && signature.promise) return Promise.reject(error);
    if (error) throw error;
    const found = fn(...args.map((each, at) => (isLoose(kinds[at]) ? each : withoutChecks(each))));
    // Who is watched when it ends gets what it found, whenever it began.
    if (!(found instanceof Promise)) return found;
    return found.finally(() => {
      tellCall(name);
    });
  };
  rememberPlain(call, { name, fn, isCompared: takesOneTensor(signature) });
  asLever(call, fn);
  return Object.defineProperties(call, {
    name: { value: fn.name, configurable: true },
    length: { value: fn.length, configurable: true },
    toString: { value: () => String(fn), configurable: true },
  });
}
