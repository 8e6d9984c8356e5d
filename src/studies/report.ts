import { claimsHtml, intervalText } from "../evidence/claim-view";
import type { Claim } from "../evidence/claim";
import type { Comparison } from "../evidence/comparison";
import { htmlTable, type TableCell } from "../evidence/table";
import { escapeHtml } from "../text";
import type { Chart } from "../plots/chart";
import { renderPng, renderSvg } from "../plots/render";
import type { StudyFile } from "./file";
import type { Study } from "./study";
import type { ArmVerdict } from "./verdicts";

/** All that is told of a study. */
export interface StudyReport {
  readonly study: Study;
  readonly cells: readonly Comparison[];
  readonly verdicts: readonly (ArmVerdict & { readonly measure: string })[];
  readonly claims: readonly Claim[];
  /** Charts by the names of their files. */
  readonly charts: Readonly<Record<string, Chart>>;
}

/** Prints the study's tables, states its claims, and gathers its charts, as its file wants them. */
export async function reportOf(study: Study, file: StudyFile): Promise<StudyReport> {
  const [first] = study.arms;
  const { baseline = first, better, dose = Object.keys(file.measure), film = [] } = file;
  const cells = study.table({
    baseline,
    measures: Object.keys(file.measure).filter((key) => better?.[key] ?? file.measure[key].better),
    ...(better && { better }),
  });
  const verdicts = (file.verdicts ?? []).flatMap(({ measure, helps, baseline: own = baseline }) =>
    study.verdicts(measure, { baseline: own, helps }).map((each) => ({ ...each, measure })),
  );
  const claims = (file.claims ?? []).map(({ text, arm, measure, ...options }) =>
    study.claim(text, arm, measure, options),
  );
  const charts: Record<string, Chart> = {};
  for (const key of dose) charts[`dose-${fileName(key)}`] = study.dose(key);
  for (const arm of film) charts[`film-${fileName(arm)}`] = await study.film(arm);
  return { study, cells, verdicts, claims, charts };
}

/** A name that every system takes for a file. */
export function fileName(text: string): string {
  const plain = text.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return plain.replace(/^-|-$/g, "") || "study";
}

/** The files of a report by their names: results.json, report.html, and a PNG for each chart. */
export async function reportFiles(
  report: StudyReport,
): Promise<Record<string, string | Uint8Array>> {
  const files: Record<string, string | Uint8Array> = {
    "results.json": `${JSON.stringify(resultsOf(report), null, 2)}\n`,
    "report.html": await pageOf(report),
  };
  for (const [name, chart] of Object.entries(report.charts)) {
    files[`${name}.png`] = await renderPng(chart);
  }
  return files;
}

/** What was found, for programs. A number that is not finite stands as a text. */
function resultsOf({ study, cells, verdicts, claims }: StudyReport): object {
  const runs = study.arms.flatMap((arm) =>
    study.runs(arm).map(({ seed, stepsDone, stopped }, i) => ({
      arm,
      seed,
      stepsDone,
      stopped,
      measured: Object.fromEntries(
        study.measures.map((key) => {
          const value = study.values(arm, key)[i];
          return [key, Number.isFinite(value) ? value : String(value)];
        }),
      ),
    })),
  );
  const recipes = Object.fromEntries(study.arms.map((arm) => [arm, study.runs(arm)[0].recipe]));
  const { name, budget, seeds } = study;
  return { study: name, budget, seeds, recipes, runs, table: cells, verdicts, claims };
}

/** One page that needs nothing beside it. */
async function pageOf({ study, cells, claims, charts }: StudyReport): Promise<string> {
  const figures: string[] = [];
  for (const chart of Object.values(charts)) {
    const alt = escapeHtml(chart.alt);
    figures.push(`<figure>${await renderSvg(chart)}<figcaption>${alt}</figcaption></figure>`);
  }
  const title = escapeHtml(study.name);
  const seeds = study.seeds.length;
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>`,
    "body{font-family:sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;line-height:1.4}",
    "td,th{padding:.3rem .8rem;border-bottom:1px solid #ccc}figure{margin:2rem 0}svg{max-width:100%;height:auto}",
    `</style></head><body><h1>${title}</h1><p>${seeds} seeds an arm, ${study.budget} budget.</p>`,
    tableOf(cells),
    claims.length > 0 ? claimsHtml(claims) : "",
    ...figures,
    "</body></html>\n",
  ].join("\n");
}

function tableOf(cells: readonly Comparison[]): string {
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
  return htmlTable({ heads: ["", ...keys], rows, legend });
}
