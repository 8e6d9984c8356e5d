/** What the front page imports: `import { showProgress } from "gan-clinic/dist/front"`. */
import { progressRows, stops } from "./course/front-page";
import { htmlTable, textTable } from "./evidence/table";
import { showBundle } from "./plots/display";

/** Shows how far the learner is. */
export function showProgress(): void {
  const rows = progressRows(stops());
  const done = rows.filter((row) => row.done).length;
  const table = {
    title: `${done} of ${rows.length} done`,
    heads: ["done", "part", "how far"],
    rows: rows.map((row) => [
      { text: row.done ? "✔" : "·" },
      { text: row.title, strong: row.done },
      { text: row.says },
    ]),
  };
  showBundle({ "text/html": htmlTable(table), "text/plain": textTable(table) });
}
