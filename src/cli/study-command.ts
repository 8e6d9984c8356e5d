/** Runs a study that is written in a file, and writes what came of it. */
import fs from "node:fs";
import path from "node:path";
import { explain } from "../course/explain";
import { readLibrary } from "../course/library-parts";
import { DIST, PACKAGE_LOCK, STATE } from "../course/paths";
import { openFolder } from "../course/open-folder";
import { writeWhole } from "../files";
import type { BudgetName } from "../evidence/budget";
import { readStudyFile, type StudyFile } from "../studies/file";
import {
  fileName,
  hashOf,
  reportFiles,
  reportOf,
  searchReportOf,
  type StudyReport,
} from "../studies/report";
import { runStudy } from "../studies/run-study";
import { search } from "../studies/search/search";
import type { StudyOptions } from "../studies/study";

/** What was asked for. */
export interface StudyCommandOptions {
  budget: BudgetName;
  /** where results.json, the page and the pictures go; results/ and the study's name when left out */
  out?: string;
  firstSeed: number;
  /** runs side by side; one a core when left out */
  processes?: number;
  /** train everything, also what is kept */
  fresh?: boolean;
}

/** Characters of the library's hash behind a study's name. */
const HASH = 16;

/** @returns the exit code: 0 when the study ran and every enforced claim held, 130 after Ctrl-C, else 1 */
export async function studyCommand(file: string, options: StudyCommandOptions): Promise<number> {
  const { budget, firstSeed, processes, fresh = false } = options;
  const content = readStudyFile(file);
  const out = path.resolve(options.out ?? path.join("results", fileName(content.study)));
  openFolder(out); // before anything is trained
  const kept = keptFolder(content.study, fresh);
  process.env.CLINIC_RESUME_DIR = kept;
  process.env.CLINIC_FIRST_SEED = String(firstSeed);
  try {
    const { report, dispose } = await performed(content, {
      budget,
      ...(processes && { processes }),
    });
    const files = await reportFiles(report);
    for (const [name, text] of Object.entries(files)) writeWhole(path.join(out, name), text);
    dispose();
    const shown = path.relative(process.cwd(), out) || out;
    console.log(`\n${Object.keys(files).join(", ")} are in ${shown}`);
    return report.claims.some(({ enforced, held }) => enforced && !held) ? 1 : 0;
  } catch (error) {
    const isStopped = error instanceof Error && error.name === "Stopped";
    process.stderr.write(`\n${isStopped ? error.message : explain(error)}\n`);
    return isStopped ? 130 : 1;
  }
}

interface Performed {
  readonly report: StudyReport;
  readonly dispose: () => void;
}

/** Trains what a file wants, a study or a search with its winner confirmed, and prints what is told of it. */
async function performed(
  file: StudyFile,
  how: Pick<StudyOptions, "budget" | "processes">,
): Promise<Performed> {
  const { study: name, base, arms, search: searched, seeds, quick, measure } = file;
  const common = { base, seeds, measure, ...how, ...(quick !== undefined && { quick }) };
  if (!searched) {
    const study = await runStudy(name, { ...common, arms: arms! });
    const dispose = () => {
      study.dispose();
    };
    return { report: await reportOf(study, file), dispose };
  }
  const { confirm, ...options } = searched;
  const found = await search(name, { ...common, ...options });
  found.table();
  const confirmed = await found.confirm(confirm === undefined ? {} : { seeds: confirm });
  const report = await searchReportOf(found, confirmed, file);
  return {
    report,
    dispose() {
      found.dispose();
      confirmed.study.dispose();
    },
  };
}

/** Where the runs of a study are kept; what another version of the library trained is deleted. */
function keptFolder(name: string, fresh: boolean): string {
  const all = path.join(STATE, "studies");
  const plain = `${fileName(name)}-${hashOf(name)}`;
  const own = `${plain}-${readLibrary(DIST, PACKAGE_LOCK).whole.slice(0, HASH)}`;
  for (const each of fs.existsSync(all) ? fs.readdirSync(all) : []) {
    if (each.slice(0, -HASH - 1) !== plain || (each === own && !fresh)) continue;
    fs.rmSync(path.join(all, each), { recursive: true, force: true });
  }
  return path.join(all, own);
}
