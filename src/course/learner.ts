/**
 * What a learner has done on this machine, kept in `.clinic/learner.json` for the front page: which notebooks ran to
 * their end in JupyterLab, which tasks of the labs passed their visible checks or were answered rightly, what was guessed
 * before a result was shown. It is nobody's grade.
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
  /** Left out where the notebook shows no table of claims at its end. */
  readonly claims?: number;
  readonly held?: number;
  /** Only "full" proves; "smoke" is for tests and gives no tick. */
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
 * @param kept called when something was
 * @returns what to call when the notebook was run to its end
 */
export function keepLearner(
  session: string | undefined,
  file = FILE,
  kept: () => void = () => undefined,
): () => void {
  if (session === undefined || !session.endsWith(".ipynb")) return () => undefined;
  const name = ownName(path.basename(session, ".ipynb"));
  const lab = ownName(path.basename(path.dirname(path.resolve(session))));
  const keep = (change: (record: LearnerRecord) => LearnerRecord): void => {
    remember(change, file);
    kept();
  };
  const keepGuess = (question: string, change: (kept?: KeptGuess) => KeptGuess): void => {
    keep((record) => {
      const own = record.guesses[name];
      const changed = { ...own, [question]: change(own?.[question]) };
      return { ...record, guesses: { ...record.guesses, [name]: changed } };
    });
  };
  const day = (): string => new Date().toISOString().slice(0, 10);
  const finish = (told?: Pick<FinishedNotebook, "claims" | "held" | "budget">): void => {
    keep((record) => {
      const before = record.notebooks[name];
      const wasQuick = before?.budget === "quick" && before.day === day(); // the notebook said so itself
      const budget = told?.budget ?? process.env.CLINIC_BUDGET ?? (wasQuick ? "quick" : "full");
      if (budget === "smoke" && before && before.budget !== "smoke") return record; // its tick stays
      const done = { ...before, ...told, budget, day: day() };
      return { ...record, notebooks: { ...record.notebooks, [name]: done } };
    });
  };
  const learner: LearnerEvents = {
    finished(claims, held, budget) {
      finish({ claims, held, budget });
    },
    checked(task, passed) {
      keep((record) => {
        const own = { ...record.labs[lab], [task]: passed };
        return { ...record, labs: { ...record.labs, [lab]: own } };
      });
    },
    guessed(question, guess) {
      let standing = guess;
      keepGuess(question, (kept) => (standing = standingGuess(kept, guess)));
      return standing;
    },
    revealed(question, answer) {
      keepGuess(question, (kept) => standingGuess(kept, answer));
      return Object.values(readLearner(file).guesses)
        .flatMap((own) => Object.values(own ?? {}))
        .filter((kept) => kept !== undefined);
    },
  };
  lendToCells({ learner });
  return finish;
}

/** A newer version of a notebook or a lab, laid beside the learner's own, counts for it. */
function ownName(name: string): string {
  return name.replace(/\.new$/, "");
}

/** What stands of a question: the first answer ends it, and with other choices it is another question. */
function standingGuess(kept: KeptGuess | undefined, now: KeptGuess): KeptGuess {
  if (!kept || kept.choices.join("\n") !== now.choices.join("\n")) return now;
  return kept.outcome === undefined ? { ...kept, ...now } : kept;
}
