/**
 * What the code of a notebook's cell finds around it: where its outputs go, whether stop was pressed, who wants to hear
 * how far the learner is, and what the cells have declared. Outside a notebook there is nothing of it.
 *
 * tslab gives the first and the last, the course's kernel (src/course/kernel) the others. They are found by what stands
 * on `globalThis` or among the loaded modules: the kernel and the notebook may each have loaded a copy of this library.
 */
import { createRequire } from "node:module";

/** The content of `display_data` and `update_display_data` in Jupyter's message protocol. */
export interface DisplayData {
  readonly data: Readonly<Record<string, string | object>>;
  readonly metadata: object;
  readonly transient: { readonly display_id?: string };
}

/** Shows an output at the cell; with `update`, in the place of those that have its display id. */
export type ShowOutput = (content: DisplayData, update?: boolean) => void;

/** One run of a cell. Code that a cell has started finds its own one, even when the cell is long over. */
export interface RunningCell {
  /** Stop was pressed while it ran. */
  stopped: boolean;
  /** How many in it listen for that. */
  listening: number;
}

/** What is kept of a question that a learner answers before the result is shown. */
export interface KeptGuess {
  readonly choices: readonly string[];
  /** The choice that was guessed; nothing where there was no guess before the answer. */
  readonly guess?: string;
  /** The chance that it is right, 0 to 1. */
  readonly sure?: number;
  /** The choice that came out first; nothing before the answer. */
  readonly outcome?: string;
}

/** How a cell ended when it ran last. */
export interface CellRun {
  readonly code: string;
  /** "stopped": by an error of its own, or by the learner. */
  readonly state: "ran" | "did not compile" | "stopped";
  /** The number that Jupyter shows beside it. */
  readonly count?: number;
  /** Later runs have larger numbers. */
  readonly order: number;
}

/** What a kernel wants to hear from a notebook, and keeps for the learner. */
export interface LearnerEvents {
  /** The table at a notebook's end was shown. */
  readonly finished: (claims: number, held: number, budget: string) => void;
  /** The visible checks of a lab's task were run. */
  readonly checked: (task: string, passed: boolean) => void;
  /** A question was asked. A guess replaces an earlier one until the answer is out. Returns what stands. */
  readonly guessed: (question: string, guess: KeptGuess) => KeptGuess;
  /** An answer is out; the first one of a question stays. Returns what is kept of all questions. */
  readonly revealed: (question: string, answer: KeptGuess) => readonly KeptGuess[];
}

/** What the course's kernel lends to cells. */
interface Lent {
  runningCell?: () => RunningCell | undefined;
  learner?: LearnerEvents;
  runs?: ReadonlyMap<string, CellRun>;
  edited?: ReadonlySet<string>;
}

const PLACE = Symbol.for("gan-clinic.kernel");

function lent(): Lent {
  return (globalThis as { [PLACE]?: Lent })[PLACE] ?? {};
}

/** Lend to the cells of this kernel, besides what is lent already; `undefined` takes it back. */
export function lendToCells(parts: Lent): void {
  (globalThis as { [PLACE]?: Lent })[PLACE] = { ...lent(), ...parts };
}

/** The cell whose code this is, however much later it runs. */
export function runningCell(): RunningCell | undefined {
  return lent().runningCell?.();
}

/** Who wants to hear of the learner. */
export function learnerEvents(): LearnerEvents | undefined {
  return lent().learner;
}

/** The last run of each cell of this notebook, by the cell's id; empty where cells come without ids. */
export function cellRuns(): ReadonlyMap<string, CellRun> {
  return lent().runs ?? new Map<string, CellRun>();
}

/** The ids of cells that were edited since they ran last; empty where the front end does not tell. */
export function editedCells(): ReadonlySet<string> {
  return lent().edited ?? new Set<string>();
}

/**
 * What shows the outputs of the cell that runs now. tslab's public API shows one MIME type at a time. What can show
 * several is the function that its module dist/jupyter.js keeps for that cell. The module is looked up among those
 * already loaded: importing "tslab" could load another copy than the one that started this kernel.
 */
export function showOfCell(): ShowOutput | undefined {
  const { cache } = createRequire(__filename);
  for (const [path, module] of Object.entries(cache)) {
    if (!/[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(path)) continue;
    const { lastWriteDisplayData } = module!.exports as {
      lastWriteDisplayData?: ShowOutput | null;
    };
    if (lastWriteDisplayData) return lastWriteDisplayData;
  }
  return undefined;
}

/** What the notebook's cells have declared so far, by name: tslab hands it from cell to cell under this name. */
export function declaredInCells(): Readonly<Record<string, unknown>> {
  interface Cells {
    __tslab__?: { exports: Readonly<Record<string, unknown>> };
  }
  return (globalThis as Cells).__tslab__?.exports ?? {};
}
