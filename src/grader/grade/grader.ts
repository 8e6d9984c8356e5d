/** Grades submissions of one lab, several at a time, each in a process of its own. */
import { createHash } from "node:crypto";
import os from "node:os";
import { ROOT } from "../../course/paths";
import { startEngine } from "../../index";
import { openCompiler, type Compiler } from "../compile/compiler";
import type { Flag, IsolationLevel, SubmissionReport, TaskResult } from "../contract";
import { endIdleProcesses } from "../lab/own-process";
import { openWall, strongestIsolation } from "../sandbox/isolation";
import type { SandboxLimits } from "../sandbox/limits";
import { sandboxPool, type SandboxPool } from "../sandbox/pool";
import { sandboxProgram } from "../sandbox/sandbox";
import { readSubmissionBytes } from "../submission/read";
import { isRejection, type Rejection } from "../submission/submission";
import type { GradedLab } from "./lab";
import { refuseImpossible, refuseReadable, refuseWeaker } from "./refuse";
import { openSession, sessionLimits, type Session, type SessionLimits } from "./session";
import { gradeTasks } from "./tasks";
import { takeTurns } from "./turns";
import { untilItWorks } from "./until-it-works";

export interface GraderOptions {
  /** Submissions side by side; as many as there are processors, at most 8. */
  readonly workers?: number;
  /** Exactly this wall; left out: the strongest here. */
  readonly isolation?: IsolationLevel;
  /** Refuse to grade behind a weaker wall than this. */
  readonly require?: IsolationLevel;
  readonly limits?: Partial<SandboxLimits>;
  readonly session?: Partial<SessionLimits>;
  /** What is graded is the instructor's own: the weakest wall need not be asked for. */
  readonly trusted?: boolean;
  /** Folders that no submission may read. Looked at where only the rights of files keep it out. */
  readonly secrets?: readonly string[];
  /** The folder with package.json, dist and node_modules: this package's own. */
  readonly libraryRoot?: string;
}

export interface Grader {
  readonly isolation: IsolationLevel;
  /**
   * Never throws for what a student may hand in. Many may be asked for at once: they wait for each other.
   * @param seed of all inputs; made from the file when left out
   * @throws Error no sandbox could be started: that is the machine's fault, not the submission's
   */
  readonly grade: (
    name: string,
    file: Uint8Array,
    seed?: number,
    wishes?: { readonly tasks?: readonly string[] },
  ) => Promise<SubmissionReport>;
  readonly close: () => Promise<void>;
}

/** How many submissions are graded side by side, unless said otherwise. */
export const defaultWorkers = (): number => Math.max(1, Math.min(8, os.availableParallelism()));

/**
 * Nothing is started before the first submission that has to be run.
 * @throws Error the isolation that is wanted or required is not to be had here, with the reason
 */
export function openGrader(lab: GradedLab, options: GraderOptions = {}): Grader {
  const { workers = defaultWorkers(), libraryRoot = ROOT, isolation, limits } = options;
  const times = { ...sessionLimits, ...options.session };
  refuseImpossible(workers, times, limits?.memory);
  const sandboxOptions = {
    libraryRoot,
    ...(isolation && { isolation }),
    ...(limits && { limits }),
  };
  const program = sandboxProgram(sandboxOptions);
  const { level, missing } = isolation
    ? { level: openWall(program, isolation).level, missing: {} }
    : strongestIsolation(program, { trusted: options.trusted === true });
  refuseWeaker(level, options.require, missing);
  if (level === "process") refuseReadable(options.secrets ?? []);
  const unlimited = new Set<string>();
  const start = async (): Promise<Tools> => {
    await startEngine("wasm"); // for judges that measure with the library
    const pool = sandboxPool(workers, { ...sandboxOptions, isolation: level });
    try {
      return { pool, compiler: await openCompiler({ libraryRoot }) };
    } catch (error) {
      await pool.close();
      throw error;
    }
  };
  const tools = untilItWorks(start);
  const turns = takeTurns(workers);
  const sessions = new Set<Session>(); // of the submissions that are being graded
  return {
    isolation: level,
    grade: (name, file, seed, wishes = {}) =>
      turns(async () => {
        const read = readSubmissionBytes(file, lab.manifest);
        const base = { lab, name, isolation: level };
        if (isRejection(read)) return rejected(read, base);
        const from = seed ?? seedOf(read.digest, lab);
        const { pool, compiler } = await tools.get();
        const take = async () => {
          const box = await pool.take();
          for (const each of box.unlimited) unlimited.add(each);
          return box;
        };
        const own: Session[] = [];
        const open = () => {
          const session = openSession(compiler, take, times);
          own.push(session);
          sessions.add(session);
          return session;
        };
        const wish = { seed: from, only: wishes.tasks };
        const { tasks, flags } = await gradeTasks(read, lab, open, wish).finally(() => {
          for (const each of own) sessions.delete(each);
        });
        return report(base, {
          digest: read.digest,
          seed: from,
          flags: [...read.flags, ...uniqueFlags(flags)],
          tasks,
          unlimited: [...unlimited].sort(),
        });
      }),
    async close() {
      await Promise.all([...sessions].map((session) => session.close())); // where it was stopped
      const begun = await tools.begun();
      await begun?.pool.close();
      await begun?.compiler.close();
      endIdleProcesses();
    },
  };
}

/** Both runs of a notebook say the same of it, most often. */
function uniqueFlags(flags: readonly Flag[]): Flag[] {
  const isSame = (a: Flag, b: Flag): boolean => a.kind === b.kind && a.cell === b.cell;
  return flags.filter((flag, index) => flags.findIndex((each) => isSame(each, flag)) === index);
}

interface Tools {
  readonly pool: SandboxPool;
  readonly compiler: Compiler;
}

const SEED_BYTES = 6; // of fewer, all seeds could be tried while a notebook runs

/**
 * From what was handed in, so that it is the same each time and another for each student; and from the lab with its
 * hidden checks, so that no student can work it out.
 */
function seedOf(digest: string, lab: GradedLab): number {
  const hash = createHash("sha256").update(`${lab.hash}\n${digest}`).digest();
  return hash.readUIntLE(0, SEED_BYTES);
}

interface ReportBase {
  readonly lab: GradedLab;
  readonly name: string;
  readonly isolation: IsolationLevel;
}

interface Graded {
  readonly digest: string;
  readonly seed: number;
  readonly flags: readonly Flag[];
  readonly tasks: readonly TaskResult[];
  readonly error?: string;
  readonly unlimited?: readonly string[];
}

function report({ lab, name, isolation }: ReportBase, graded: Graded): SubmissionReport {
  const { digest, seed, flags, tasks, error, unlimited = [] } = graded;
  const sum = (of: (task: TaskResult) => number): number =>
    Math.round(100 * tasks.reduce((total, task) => total + of(task), 0)) / 100;
  return {
    format: 1,
    lab: lab.manifest.lab,
    submission: name,
    digest,
    seed,
    isolation,
    ...(unlimited.length > 0 && { unlimited }),
    flags,
    tasks,
    points: sum(({ points }) => points),
    maxPoints: sum(({ maxPoints }) => maxPoints),
    ...(error !== undefined && { error }),
  };
}

/** The report of what could not be graded: nothing of it ran. */
export function rejected({ reason, digest = "" }: Rejection, base: ReportBase): SubmissionReport {
  const tasks = base.lab.manifest.tasks.map(({ id, title, points }) => ({
    task: id,
    title,
    outcome: "not run" as const,
    points: 0,
    maxPoints: points,
    checks: [],
  }));
  return report(base, { digest, seed: 0, flags: [], tasks, error: reason });
}
