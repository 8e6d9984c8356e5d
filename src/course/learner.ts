/**
 * What a learner has done on this machine, kept in `.clinic/learner.json` for the front page: which notebooks ran to
 * their end in JupyterLab, which tasks of the labs passed their visible checks. It is nobody's grade.
 */
import fs from "node:fs";
import path from "node:path";
import { lendToCells, type LearnerEvents } from "../cell";
import { writeWhole } from "../files";
import { STATE } from "./paths";

export interface LearnerRecord {
  /** By the notebook's name. */
  readonly notebooks: Readonly<Partial<Record<string, FinishedNotebook>>>;
  /** By the lab's name: its tasks, and whether they passed when they were checked last. */
  readonly labs: Readonly<Partial<Record<string, Readonly<Record<string, boolean>>>>>;
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
const NOTHING: LearnerRecord = { notebooks: {}, labs: {} };

/** A file that is missing or damaged is one in which nothing stands yet. */
export function readLearner(file = FILE): LearnerRecord {
  try {
    const read = JSON.parse(fs.readFileSync(file, "utf8")) as Partial<LearnerRecord>;
    return { notebooks: { ...read.notebooks }, labs: { ...read.labs } };
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
  return {
    finished(claims, held, budget) {
      const done = { claims, held, budget, day: new Date().toISOString().slice(0, 10) };
      remember(
        ({ notebooks, labs }) => ({ notebooks: { ...notebooks, [name]: done }, labs }),
        file,
      );
    },
    checked(task, passed) {
      remember(({ notebooks, labs }) => {
        const own = { ...labs[lab], [task]: passed };
        return { notebooks, labs: { ...labs, [lab]: own } };
      }, file);
    },
  };
}
