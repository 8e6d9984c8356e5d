import { createHash } from "node:crypto";
import { claimsHtml, intervalText } from "../evidence/claim-view";
import type { Claim } from "../evidence/claim";
import type { Comparison } from "../evidence/comparison";
import { htmlTable, type Table, type TableCell } from "../evidence/table";
import { escapeHtml } from "../text";
import type { Chart } from "../plots/chart";
import { renderPng, renderSvg } from "../plots/render";
import type { StudyFile } from "./file";
import { studyFindings, type StudyFinding } from "./findings";
import { confirmationTable, searchTable } from "./search/tables";
import type { Confirmation, Search } from "./search/types";
import type { Study } from "./study";
import { verdictTable } from "./verdicts";

/** All that is told of a study, or of a search. */
export interface StudyReport {
  readonly name: string;
  /** How many seeds, and the budget. */
  readonly note: string;
  readonly tables: readonly Table[];
  readonly claims: readonly Claim[];
  /** What the runs say together, by each measure that can get better; one that several say stands once. */
  readonly findings: readonly StudyFinding[];
  /** Charts by the names of their files. */
  readonly charts: Readonly<Record<string, Chart>>;
  /** What was found, for programs. */
  readonly results: object;
}

/** Prints the study's tables, states its claims, and gathers its charts, as its file wants them. */
export async function reportOf(study: Study, file: StudyFile): Promise<StudyReport> {
  const [first] = study.arms;
  const { baseline = first, better, dose = Object.keys(file.measure), film = [] } = file;
  const wayOf = (key: string) => better?.[key] ?? file.measure[key].better;
  const compared = Object.keys(file.measure).filter(wayOf);
  const cells = study.table({
    baseline,
    measures: compared,
    ...(better && { better }),
  });
  const sorted = (file.verdicts ?? []).map(({ measure, helps, baseline: own = baseline }) => {
    const options = { baseline: own, helps };
    const verdicts = study.verdicts(measure, options);
    const title = `Verdicts: ${file.measure[measure].title ?? measure}`;
    return { measure, verdicts, table: verdictTable(verdicts, title, options) };
  });
  const claims = (file.claims ?? []).map(({ text, arm, measure, ...options }) =>
    study.claim(text, arm, measure, options),
  );
  const all = compared.flatMap((key) => studyFindings(study, key, { better: wayOf(key)! }));
  const findings = [...new Map(all.map((each) => [each.evidence, each])).values()];
  if (findings.length > 0) console.log(`\n${findings.map(findingLine).join("\n")}`);
  const charts: Record<string, Chart> = {};
  const add = (name: string, chart: Chart) => {
    const wanted = fileName(name);
    charts[wanted in charts ? `${wanted}-${hashOf(name)}` : wanted] = chart;
  };
  for (const key of dose) add(`dose ${key}`, study.dose(key));
  for (const arm of film) add(`film ${arm}`, await study.film(arm));
  const verdicts = sorted.flatMap(({ measure, verdicts: own }) =>
    own.map((each) => ({ ...each, measure })),
  );
  return {
    name: study.name,
    note: `${study.seeds.length} seeds an arm, ${study.budget} budget.`,
    tables: [
      comparisonOf(cells, study.name === file.study ? {} : { title: study.name }),
      ...sorted.map(({ table }) => table),
    ],
    claims,
    findings,
    charts,
    results: { ...resultsOf(study), table: cells, verdicts, claims, findings },
  };
}

/** Gathers a search's tables and its chart; prints and gathers what its file wants to be told of the winner and its base. */
export async function searchReportOf(
  found: Search,
  confirmed: Confirmation,
  file: StudyFile,
): Promise<StudyReport> {
  const { study } = confirmed;
  const inner =
    found.folds === undefined ? await reportOf(study, { ...file, baseline: "base" }) : undefined;
  const { trials, rounds, cost, measure, better, seeds, folds } = found;
  const { arm, searched, winner, base, difference, diverged } = confirmed;
  const results = {
    ...{ study: found.name, budget: study.budget, measure, better, seeds, folds, cost },
    trials: trials.map(({ mean, scores, ...rest }) => ({
      ...rest,
      mean: orText(mean),
      scores: scores.map(orText),
    })),
    rounds: rounds.map(({ trials: own }) => ({
      steps: own[0].steps,
      order: own.map(({ arm }) => arm),
    })),
    confirmed: {
      ...{ arm, searched: orText(searched), winner, base, difference, diverged },
      ...(inner?.results ?? resultsOf(study)),
    },
  };
  return {
    name: found.name,
    note: `${trials.length} recipes, ${seeds.length} seeds each, ${study.budget} budget.`,
    tables: [searchTable(found), confirmationTable(confirmed, found), ...(inner?.tables ?? [])],
    claims: inner?.claims ?? [],
    findings: inner?.findings ?? [],
    charts: { search: found.chart(), ...inner?.charts },
    results,
  };
}

function findingLine({ finding, evidence, remedy, notebook }: StudyFinding): string {
  return `${finding} (notebook ${notebook}): ${evidence} ${remedy}.`;
}

/**
 * A name that every system takes for a file, in small ASCII letters. What it loses of other scripts and signs stands in it as
 * a hash, so that two names stay two.
 */
export function fileName(text: string): string {
  const plain = text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, ""); // prettier-ignore
  const isWhole = plain !== "" && /^[\x20-\x7e]*$/.test(text);
  return isWhole ? plain : `${plain || "study"}-${hashOf(text)}`;
}

/** A short hash of a name. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

/** The files of a report by their names: results.json, report.html, and a PNG for each chart. */
export async function reportFiles(
  report: StudyReport,
): Promise<Record<string, string | Uint8Array>> {
  const files: Record<string, string | Uint8Array> = {
    "results.json": `${JSON.stringify(report.results, null, 2)}\n`,
    "report.html": await pageOf(report),
  };
  for (const [name, chart] of Object.entries(report.charts)) {
    files[`${name}.png`] = await renderPng(chart);
  }
  return files;
}

/** A number as JSON can hold it: one that is not finite stands as a text. */
function orText(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** What a study's runs have measured, for programs. */
function resultsOf(study: Study): object {
  const runs = study.arms.flatMap((arm) =>
    study.runs(arm).map(({ seed, stepsDone, stopped }, i) => ({
      arm,
      seed,
      stepsDone,
      stopped,
      measured: Object.fromEntries(
        study.measures.map((key) => [key, orText(study.values(arm, key)[i])]),
      ),
    })),
  );
  const recipes = Object.fromEntries(study.arms.map((arm) => [arm, study.runs(arm)[0].recipe]));
  const { name, budget, seeds } = study;
  return { study: name, budget, seeds, recipes, runs };
}

/** One page that needs nothing beside it. */
async function pageOf({
  name,
  note,
  tables,
  claims,
  findings,
  charts,
}: StudyReport): Promise<string> {
  const figures: string[] = [];
  for (const chart of Object.values(charts)) {
    const alt = escapeHtml(chart.alt);
    figures.push(`<figure>${await renderSvg(chart)}<figcaption>${alt}</figcaption></figure>`);
  }
  const title = escapeHtml(name);
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>`,
    "body{font-family:sans-serif;max-width:68rem;margin:2rem auto;padding:0 1rem;line-height:1.4}",
    "table{margin-top:2rem;border-collapse:collapse;display:block;overflow-x:auto;font-size:.9rem}td,th{padding:.3rem .6rem;border-bottom:1px solid #ccc}",
    "caption{margin-bottom:.3rem}figure{margin:2rem 0}svg{max-width:100%;height:auto}",
    `</style></head><body><h1>${title}</h1><p>${note}</p>`,
    ...tables.map(htmlTable),
    claims.length > 0 ? claimsHtml(claims) : "",
    ...findings.map((each) => `<p>${escapeHtml(findingLine(each))}</p>`),
    ...figures,
    "</body></html>\n",
  ].join("\n");
}

function comparisonOf(cells: readonly Comparison[], title: Pick<Table, "title">): Table {
  const keys = [...new Set(cells.map(({ key }) => key))];
  const arms = [...new Set(cells.map(({ arm }) => arm))];
  const rows = arms.map((arm): TableCell[] => [
    { text: arm, head: true },
    ...cells
      .filter((cell) => cell.arm === arm)
      .map(({ measured, difference, verdict }) => ({
        text: [
          intervalText(measured),
          ...(difference ? [`Δ ${intervalText(difference)}, ${verdict}`] : []),
        ].join("\n"),
      })),
  ]);
  const legend =
    "Mean and 95 % interval over the seeds; Δ: paired difference from the baseline, with its interval.";
  return { ...title, heads: ["", ...keys], rows, legend };
}
