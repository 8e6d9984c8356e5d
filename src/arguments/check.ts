import type { Kind, Members, Signature } from "./kinds";
import { foundText } from "./found";
import { nearestName, partsOf } from "./names";
import { isInstance } from "./objects";
import { exportName } from "./plain";
import { schemaOf } from "./schemas";
import { table } from "./table";

/** What is wrong with an argument. */
interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
  readonly params?: { readonly names?: readonly string[] };
  readonly errors?: readonly (readonly Issue[])[];
}

interface Fault extends Issue {
  /** The place of the call's part that is wrong: a parameter's name first. */
  readonly kind: Kind;
  readonly argument: unknown;
}

/**
 * What is wrong with the arguments of a public function: a TypeError that says which argument, what was wanted and what
 * was found, or a RangeError for a number that is NaN. Undefined when nothing is.
 */
export function argumentError(
  name: string,
  { calls }: Signature,
  args: readonly unknown[],
): Error | undefined {
  let fault: Fault | undefined;
  for (const parameters of calls) {
    const found = faultIn(parameters, args);
    if (!found) return undefined;
    fault ??= found;
  }
  return fault && errorOf(name, fault);
}

/** A parameter of the table, ready for its check. */
interface Parameter extends ReturnType<typeof partsOf> {
  readonly kind: Kind;
}

const known = new WeakMap<Members, readonly Parameter[]>();

function parametersOf(members: Members): readonly Parameter[] {
  const found = known.get(members);
  if (found) return found;
  const parameters = Object.entries(members).map(([marked, kind]) => ({
    ...partsOf(marked),
    kind,
  }));
  known.set(members, parameters);
  return parameters;
}

function faultIn(members: Members, args: readonly unknown[]): Fault | undefined {
  for (const [place, { name, optional, rest, kind }] of parametersOf(members).entries()) {
    for (const argument of rest ? args.slice(place) : [args[place]]) {
      if (optional && argument === undefined) continue;
      const { error } = schemaOf(kind).safeParse(argument);
      if (!error) continue;
      const issue = deepest(error.issues, argument);
      return { ...issue, path: [name, ...issue.path], kind, argument };
    }
  }
  return undefined;
}

/** The issue to tell of: a misspelt name before what is missing because of it, and inside of the record that was meant. */
function deepest(issues: readonly Issue[], argument: unknown): Issue {
  const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0];
  if (issue.code !== "invalid_union") return issue;
  const inner = (issue.errors ?? []).filter(
    ([first]) => first.path.length > 0 || first.code === "unrecognized_keys",
  );
  if (inner.length !== 1 || typeof valueAt(argument, issue.path) !== "object") return issue;
  const within = deepest(inner[0], valueAt(argument, issue.path));
  return { ...within, path: [...issue.path, ...within.path] };
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((at, name) => (at as Record<PropertyKey, unknown> | undefined)?.[name], value);
}

function errorOf(
  name: string,
  { code, keys, params, path, message, kind, argument }: Fault,
): Error {
  if (code === "unrecognized_keys") {
    const [key] = keys!;
    const near = nearestName(key, params!.names!);
    const hint = near ? `; did you mean "${near}"?` : `. Known are ${params!.names!.join(", ")}`;
    return new TypeError(`${name} ${placeText(path)}: wanted a known name, found "${key}"${hint}`);
  }
  const found = valueAt(argument, path.slice(1));
  const text = `${name} ${placeText(path)}: wanted ${message}, found ${foundText(found)}`;
  const wanted = kindAt(kind, path.slice(1));
  const full = `${text}${wanted ? hintFor(wanted, found) : ""}`;
  return Number.isNaN(found) ? new RangeError(full) : new TypeError(full);
}

/** `terms[0].weight`; options go without the word. */
function placeText(path: readonly PropertyKey[]): string {
  const names = path[0] === "options" && path.length > 1 ? path.slice(1) : path;
  return names.reduce<string>((text, name) => {
    if (typeof name === "number") return `${text}[${name}]`;
    return text === "" ? String(name) : `${text}.${String(name)}`;
  }, "");
}

/** The kind that is wanted at a place within an argument, as far as there is only one. */
function kindAt(kind: Kind, path: readonly PropertyKey[]): Kind | undefined {
  if (path.length === 0 || typeof kind === "string") return kind;
  const [name, ...further] = path;
  if ("either" in kind) {
    const records = kind.either.filter((each) => typeof each !== "string" && !("form" in each));
    return records.length === 1 ? kindAt(records[0], path) : undefined;
  }
  if ("list" in kind) return kindAt(kind.list, further);
  if ("tuple" in kind) return kindAt(kind.tuple[name as number], further);
  if ("record" in kind) return kindAt(kind.record, further);
  const members =
    "type" in kind ? table.types[kind.type].members : "members" in kind ? kind.members : {};
  const member = members[String(name)] ?? members[`${String(name)}?`];
  return (member as Kind | undefined) && kindAt(member, further);
}

/** What to do, where what was found shows what was meant. */
function hintFor(wanted: Kind, found: unknown): string {
  if (isInstance(found, "Promise")) return "; wait for it with await";
  if (typeof wanted === "string") return "";
  if ("either" in wanted)
    return wanted.either.map((each) => hintFor(each, found)).find((hint) => hint !== "") ?? "";
  if ("form" in wanted) {
    const near = typeof found === "string" && nearestName(found, wanted.form);
    return near ? `; did you mean ${JSON.stringify(near)}?` : "";
  }
  if ("values" in wanted) {
    const near = typeof found === "string" && nearestName(found, wanted.values.map(String));
    return near ? `; did you mean ${JSON.stringify(near)}?` : "";
  }
  if ("function" in wanted) {
    const name = exportName(found);
    if (name !== undefined && wanted.makers?.includes(name)) return `; call it: ${name}()`;
    const result = /=> (\w+)$/.exec(wanted.function)?.[1];
    return result && isInstance(found, result)
      ? `; give what makes it: ${wanted.function.split("=>")[0]}=> …`
      : "";
  }
  if ("list" in wanted) {
    const isOne =
      found !== undefined &&
      wanted.list !== "any" &&
      schemaOf(wanted.list).safeParse(found).success;
    return isOne ? "; put it in brackets: [ … ]" : "";
  }
  if (!("type" in wanted)) return "";
  const such = table.types[wanted.type].such ?? [];
  if (typeof found === "function") {
    const name = exportName(found);
    return name !== undefined && such.includes(`${name}()`) ? `; call it: ${name}()` : "";
  }
  const meant = such.find((each) => each.replace("()", "") === found);
  return meant ? `; did you mean ${meant.replace("()", "(…)")}, without quotes?` : "";
}
