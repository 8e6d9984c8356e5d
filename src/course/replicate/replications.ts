/** In how many sets of seeds each claim held, and what was measured in each. */
import type { Claim } from "../../evidence/claim";
import { intervalText, number, requiredText } from "../../evidence/claim-view";
import type { MeanInterval } from "../../metrics/interval";
import { markdownTable, type LessonResult } from "../results";

/** One notebook's run on one set of seeds. */
export interface SetResult {
  firstSeed: number;
  result: LessonResult;
}

/** One claim on one set of seeds. */
export interface ClaimOnSet {
  firstSeed: number;
  held: boolean;
  seeds: number;
  /** what the requirement is on: the measurement, or its difference to the baseline */
  interval: MeanInterval;
}

/** One claim on all sets. */
export interface ReplicatedClaim {
  notebook: string;
  text: string;
  unit: string;
  required: string;
  held: number;
  /** sets in which it was stated */
  of: number;
  /** how far inside its bounds the worst set's interval lies, in halves of its width; below 0 it did not hold */
  margin: number | null;
  sets: ClaimOnSet[];
}

/** What `replications.json` holds. */
export interface Replication {
  budget: string;
  engine: string;
  /** hash of the library */
  library: string;
  firstSeeds: readonly number[];
  /** worst first */
  claims: ReplicatedClaim[];
  failures: { notebook: string; firstSeed: number; error: string }[];
}

interface Context {
  budget: string;
  engine: string;
  library: string;
  /** of the notebooks, in order */
  names: readonly string[];
  firstSeeds: readonly number[];
}

/** Put the sets side by side: a claim is known by its notebook and its sentence. */
export function replicationOf(results: readonly SetResult[], context: Context): Replication {
  const { names, ...rest } = context;
  const claims = names.flatMap((name) => {
    const own = results
      .filter(({ result }) => result.notebook === name)
      .sort((a, b) => a.firstSeed - b.firstSeed);
    const texts = new Set(own.flatMap(({ result }) => result.claims.map(({ text }) => text)));
    return [...texts].map((text) => replicated(name, text, own));
  });
  const failures = results.flatMap(({ firstSeed, result: { notebook, error } }) =>
    error === undefined ? [] : [{ notebook, firstSeed, error }],
  );
  return { ...rest, claims: claims.sort(worstFirst), failures };
}

function replicated(notebook: string, text: string, own: readonly SetResult[]): ReplicatedClaim {
  const stated = own.flatMap(({ firstSeed, result }) => {
    const claim = result.claims.find((each) => each.text === text);
    return claim === undefined ? [] : [{ firstSeed, claim }];
  });
  const { claim: first } = stated[0];
  const margin = Math.min(...stated.map(({ claim }) => marginOf(claim)));
  const sets = stated.map(({ firstSeed, claim }): ClaimOnSet => {
    const { held, seeds } = claim;
    return { firstSeed, held, seeds, interval: intervalOf(claim) };
  });
  return {
    notebook,
    text,
    unit: first.unit,
    required: requiredText(first),
    held: sets.filter(({ held }) => held).length,
    of: sets.length,
    margin: Number.isFinite(margin) ? margin : null, // JSON knows no infinity
    sets,
  };
}

function intervalOf({ difference, measured }: Claim): MeanInterval {
  return difference ?? measured;
}

/** From the interval's nearer end to its bound, in halves of its width; infinite when all seeds measured the same. */
function marginOf(claim: Claim): number {
  const { low, high } = intervalOf(claim);
  const { atLeast = -Infinity, atMost = Infinity } = claim.require;
  const room = Math.min(low - atLeast, atMost - high);
  return high > low ? room / ((high - low) / 2) : claim.held ? Infinity : -Infinity;
}

/** The smaller share of sets first; of equal ones, the one nearer to its bound. */
function worstFirst(a: ReplicatedClaim, b: ReplicatedClaim): number {
  const nearness = ({ margin, held, of }: ReplicatedClaim): number =>
    margin ?? (held === of ? Infinity : -Infinity);
  const [x, y] = [nearness(a), nearness(b)];
  return a.held / a.of - b.held / b.of || (x === y ? 0 : x - y);
}

/** One line for the terminal. */
export function claimLine({ notebook, text, required, sets, held, of }: ReplicatedClaim): string {
  const measured = sets.map((set) => `${set.firstSeed}: ${onSet(set)}`).join("; ");
  return `${held} of ${of}  ${notebook.split("-")[0]}  ${text}. Required ${required}; seeds from ${measured}`;
}

function onSet({ interval, held }: ClaimOnSet): string {
  return `${intervalText(interval)}${held ? "" : " ✘"}`;
}

/** The counts, of each notebook and of all. */
export function summaryLines({ claims, firstSeeds, budget, failures }: Replication): string[] {
  const names = [...new Set(claims.map(({ notebook }) => notebook))].sort();
  const count = (own: readonly ReplicatedClaim[]): string => {
    const all = own.filter(({ held, of }) => held === of && of === firstSeeds.length).length;
    return `${all} of ${own.length} claims held in ${firstSeeds.length === 1 ? "the set" : `all ${firstSeeds.length} sets`}`;
  };
  const lines = names.map(
    (name) => `- ${name}: ${count(claims.filter(({ notebook }) => notebook === name))}`,
  );
  const bySet = firstSeeds.map((seed) => {
    const own = claims.flatMap(({ sets }) => sets.filter(({ firstSeed }) => firstSeed === seed));
    return `- seeds from ${seed}: ${own.filter(({ held }) => held).length} of ${own.length} held`;
  });
  const warning =
    budget === "full"
      ? []
      : [`The ${budget} budget proves nothing: bounds are made for the full one.`];
  const failed =
    failures.length === 0
      ? []
      : [
          `${failures.length} run${failures.length === 1 ? "" : "s"} failed; no claim of theirs is counted.`,
        ];
  return [`All notebooks: ${count(claims)}`, ...lines, ...bySet, ...warning, ...failed];
}

/** The whole as a page: counts, then a row for each claim, worst first. */
export function replicationsMarkdown(replication: Replication): string {
  const { claims, firstSeeds, budget, engine, library } = replication;
  const heads = [
    "held",
    "notebook",
    "claim",
    "required",
    "nearest",
    ...firstSeeds.map((seed) => `seeds from ${seed}`),
  ];
  const rows = claims.map((claim) => [
    `${claim.held} of ${claim.of}`,
    claim.notebook,
    `${claim.text} (${claim.unit})`,
    claim.required,
    claim.margin === null ? "" : number(claim.margin),
    ...firstSeeds.map((seed) => {
      const set = claim.sets.find(({ firstSeed }) => firstSeed === seed);
      return set ? onSet(set) : "not stated";
    }),
  ]);
  return [
    "# Claims on fresh seeds\n",
    `Budget ${budget}, ${engine}, library ${library.slice(0, 16)}. A claim holds when all of its 95 % interval meets what is required; ✘ marks where it does not. "Nearest" is the room between interval and bound in the worst set, in halves of the interval's width.\n`,
    ...summaryLines(replication),
    "",
    markdownTable(heads, rows),
    "",
  ].join("\n");
}
