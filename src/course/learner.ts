/**
 * What a learner has done on this machine, kept in `.clinic/learner.json`: which notebooks ran to their end in
 * JupyterLab, which tasks of the labs passed their visible checks, what they guessed before a result was shown. It is
 * nobody's grade.
 */
import fs from "node:fs";
import path from "node:path";
import { lendToCells, type KeptGuess, type LearnerEvents } from "../cell";
import { writeWhole } from "../files";
import { STATE } from "./paths";

export interface LearnerRecord {
  /** By the notebook's name. */
  readonly notebooks: Readonly<Partial<Record<string, FinishedNotebook>>>;
  /** By the lab's name: its tasks, and whether they passed when they were checked last. */
  readonly labs: Readonly<Partial<Record<string, Readonly<Record<string, boolean>>>>>;
  /** By the notebook's name, then by the question. */
  readonly guesses: Readonly<Partial<Record<string, Readonly<Partial<Record<string, KeptGuess>>>>>>;
}

export interface FinishedNotebook {
  readonly claims: number;
  readonly held: number;
  /** Only "full" proves. */
  readonly budget: string;
  /** The day, as in 2026-11-24. */
  readonly day: string;
}

const FILE = path.join(STATE, "learner.json");
const NOTHING: LearnerRecord = { notebooks: {}, labs: {}, guesses: {} };

/** A file that is missing or damaged is one in which nothing stands yet. */
export function readLearner(file = FILE): LearnerRecord {
  try {
    const read = JSON.parse(fs.readFileSync(file, "utf8")) as Partial<LearnerRecord>;
    return {
      notebooks: { ...read.notebooks },
      labs: { ...read.labs },
      guesses: { ...read.guesses },
    };
  } catch {
    return NOTHING;
  }
}

/** Never throws: a folder that cannot be written to must not end a learner's notebook. */
function remember(change: (record: LearnerRecord) => LearnerRecord, file: string): void {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    writeWhole(file, JSON.stringify(change(readLearner(file)), undefined, 1));
  } catch {
    // then it is as it was
  }
}

/**
 * Keep what happens in this kernel's notebook.
 * @param session where the notebook lies, as Jupyter says it in JPY_SESSION_NAME; without it nothing is kept
 */
export function keepLearner(session: string | undefined, file = FILE): void {
  if (session === undefined || !session.endsWith(".ipynb")) return;
  const name = path.basename(session, ".ipynb");
  const lab = path.basename(path.dirname(path.resolve(session)));
  lendToCells({ learner: eventsOf(name, lab, file) });
}

function eventsOf(name: string, lab: string, file: string): LearnerEvents {
  const keep = (question: string, change: (kept?: KeptGuess) => KeptGuess): void => {
    remember((record) => {
      const own = record.guesses[name];
      const changed = { ...own, [question]: change(own?.[question]) };
      return { ...record, guesses: { ...record.guesses, [name]: changed } };
    }, file);
  };
  return {
    finished(claims, held, budget) {
      const done = { claims, held, budget, day: new Date().toISOString().slice(0, 10) };
      remember((record) => ({ ...record, notebooks: { ...record.notebooks, [name]: done } }), file);
    },
    checked(task, passed) {
      remember((record) => {
        const own = { ...record.labs[lab], [task]: passed };
        return { ...record, labs: { ...record.labs, [lab]: own } };
      }, file);
    },
    guessed(question, guess) {
      let standing = guess;
      keep(question, (kept) => (standing = standingGuess(kept, guess)));
      return standing;
    },
    revealed(question, answer) {
      keep(question, (kept) => standingGuess(kept, answer));
      return Object.values(readLearner(file).guesses)
        .flatMap((own) => Object.values(own ?? {}))
        .filter((kept) => kept !== undefined);
    },
  };
}

/** What stands of a question: the first answer ends it, and with other choices it is another question. */
function standingGuess(kept: KeptGuess | undefined, now: KeptGuess): KeptGuess {
  if (!kept || kept.choices.join("\n") !== now.choices.join("\n")) return now;
  return kept.outcome === undefined ? { ...kept, ...now } : kept;
}
