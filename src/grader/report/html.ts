/**
 * A page for a student: nothing in it runs, nothing is loaded. Every value is escaped by the template itself, and
 * the page forbids scripts besides.
 */
import { escapeHtml } from "../../text";
import type { CheckResult, SubmissionReport } from "../contract";
import { showPoints } from "../points";
import {
  checkDetail,
  hiddenLine,
  outcomeWords,
  pointsLine,
  studentView,
  type StudentReport,
  type StudentTask,
} from "./student-view";

/** HTML that may stand as it is. */
class Html {
  constructor(readonly text: string) {}
}
type Value = string | number | Html | readonly Html[] | undefined;

/** Values are escaped, but for what this has made itself. */
function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(String.raw({ raw: parts }, ...values.map(toHtml)));
}

function toHtml(value: Value): string {
  if (value === undefined) return "";
  if (value instanceof Html) return value.text;
  if (typeof value === "object") return value.map(({ text }) => text).join("\n");
  return escapeHtml(String(value));
}

const STYLE = new Html(`<style>
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: bold; padding: .5rem 0; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #8888; vertical-align: top; }
td.points { text-align: right; white-space: nowrap; }
section { border-left: .3rem solid #8888; padding-left: 1rem; margin: 2rem 0; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .2rem 0; }
</style>`);

export function formatHtml(report: SubmissionReport): string {
  const view = studentView(report);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${view.submission}: ${view.lab}</title>
        ${STYLE}
      </head>
      <body>
        <main>
          <h1>${view.lab}: ${pointsLine(view)}</h1>
          <p>Submission: <bdi>${view.submission}</bdi></p>
          ${problem(view)} ${table(view)} ${view.tasks.map(section)} ${noticed(view)}
          <p>
            <small>SHA-256 of the graded file: <code>${view.digest}</code></small>
          </p>
        </main>
      </body>
    </html>`;
  return `${page.text}\n`;
}

function problem({ error }: StudentReport): Html | undefined {
  if (error === undefined) return undefined;
  return html`<h2>Nothing could be graded</h2>
    <pre><bdi>${error}</bdi></pre>`;
}

function table({ tasks }: StudentReport): Html | undefined {
  if (tasks.length === 0) return undefined;
  const rows = tasks.map(
    (task) =>
      html`<tr>
        <th scope="row">${task.title}</th>
        <td>${outcomeWords(task)}</td>
        <td class="points">${showPoints(task.points)} / ${showPoints(task.maxPoints)}</td>
      </tr>`,
  );
  return html`<table>
    <caption>
      Tasks
    </caption>
    <thead>
      <tr>
        <th scope="col">Task</th>
        <th scope="col">Outcome</th>
        <th scope="col">Points</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function section(task: StudentTask): Html {
  const { title, checks, hint } = task;
  const hidden = hiddenLine(task);
  const items = [
    ...checks.map(checkItem),
    ...(hidden === undefined ? [] : [html`<li>${hidden}</li>`]),
  ];
  return html`<section>
    <h2>${title}: ${outcomeWords(task)}</h2>
    ${
      items.length === 0
        ? undefined
        : html`<ul>
            ${items}
          </ul>`
    }
    ${hint === undefined ? undefined : html`<p><strong>Hint:</strong> ${hint}</p>`}
  </section>`;
}

function checkItem(check: CheckResult): Html {
  const detail = checkDetail(check);
  return html`<li>
    ${check.check}:
    ${check.outcome}${detail === "" ? undefined : html`<pre><bdi>${detail}</bdi></pre>`}
  </li>`;
}

function noticed({ flags }: StudentReport): Html | undefined {
  if (flags.length === 0) return undefined;
  const items = flags.map(
    ({ cell, detail }) =>
      html`<li>
        ${cell === undefined ? undefined : html`<code>${cell}</code>: `}<bdi>${detail}</bdi>
      </li>`,
  );
  return html`<section>
    <h2>What was noticed about the notebook</h2>
    <ul>
      ${items}
    </ul>
  </section>`;
}
