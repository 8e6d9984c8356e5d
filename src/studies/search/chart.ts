import { number } from "../../evidence/claim-view";
import { chartFrom, titleOver, type Chart, type JsonObject } from "../../plots/chart";
import { palette } from "../../plots/palette";
import { choiceText } from "./space";
import type { ShownSearch } from "./tables";

const [width, height] = [200, 200]; // pixels
const COLUMNS = 3;
const NAMES = ["went on", "left out"];

/** The score of each recipe against each part that was varied, a panel a part. */
export function searchChart(shown: ShownSearch): Chart {
  const { name, measure, better, rounds } = shown;
  const [{ trials: all }] = rounds;
  const drawn = all.filter(({ mean }) => Number.isFinite(mean));
  const onward = rounds.length > 1 ? rounds[1].trials.map(({ arm }) => arm) : [];
  const paths = Object.keys(all[0].setting);
  const panels = paths.map((path) => {
    const values = drawn.map(({ setting }) => setting[path]);
    const isNumeric = values.every((value) => typeof value === "number");
    const rows = drawn.map(({ arm, setting, mean, interval }) => ({
      choice: isNumeric ? (setting[path] as number) : choiceText(setting[path]),
      mean,
      ...(interval && { low: interval.low, high: interval.high }),
      fate: onward.includes(arm) ? NAMES[0] : NAMES[1],
    }));
    return panelOf({ path, rows, isNumeric, title: measure, isHalving: rounds.length > 1 });
  });
  const lost = all.length - drawn.length;
  const [first] = drawn;
  const alt =
    `${measure} of ${all.length} recipes against ${paths.join(", ")}` +
    (rounds.length > 1 ? `, after the first round` : "") +
    (drawn.length > 0 ? `; the best, ${first.arm}: ${number(first.mean)}` : "") +
    `${lost > 0 ? `; ${lost} diverged and are not drawn` : ""}.`;
  const note = `${better} is better${rounds.length > 1 ? "; after the first round" : ""}`;
  const spec = {
    title: titleOver(Math.min(COLUMNS, paths.length) * width, `${name}: what mattered`, note),
    columns: COLUMNS,
    concat: panels,
  };
  return chartFrom(spec, alt);
}

interface Panel {
  readonly path: string;
  readonly rows: JsonObject[];
  readonly isNumeric: boolean;
  readonly title: string;
  readonly isHalving: boolean;
}

function panelOf({ path, rows, isNumeric, title, isHalving }: Panel): JsonObject {
  const numbers = rows.map(({ choice }) => choice).filter((each) => typeof each === "number");
  const isLog = isNumeric && Math.min(...numbers) > 0 && Math.max(...numbers) >= 10 * Math.min(...numbers); // prettier-ignore
  const x = isNumeric
    ? {
        field: "choice",
        type: "quantitative",
        title: path,
        scale: { type: isLog ? "log" : "linear", zero: false, padding: 12 },
        axis: { labelOverlap: "greedy", grid: false, tickCount: 4, format: "~g" },
      }
    : { field: "choice", type: "nominal", title: path, axis: { labelAngle: -30 } };
  const y = { type: "quantitative", title, scale: { zero: false } };
  const domain = isHalving ? NAMES : [NAMES[1]];
  const by = (range: readonly string[]) => ({
    field: "fate",
    type: "nominal",
    scale: { domain, range: range.slice(0, domain.length) },
    legend: isHalving ? { title: null, orient: "top" } : null,
  });
  const color = by([palette.generated, palette.real]);
  const shape = by(["triangle-up", "circle"]);
  return {
    width,
    height,
    data: { values: rows },
    layer: [
      {
        transform: [{ filter: "isValid(datum.low)" }],
        mark: { type: "rule", strokeWidth: 1.5, opacity: 0.5 },
        encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color },
      },
      {
        mark: { type: "point", filled: true, size: 60, opacity: 1 },
        encoding: { x, y: { ...y, field: "mean" }, color, shape },
      },
    ],
  };
}
