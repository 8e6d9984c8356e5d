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
  const scores = drawn.flatMap((each) => each.scores);
  const yScale = scaleOf(scores);
  const panels = paths.map((path) => {
    const rows = drawn.map(({ arm, setting, mean, scores: own }) => ({
      choice: setting[path],
      mean,
      scores: own,
      fate: onward.includes(arm) ? NAMES[0] : NAMES[1],
    }));
    return panelOf({ path, rows, title: measure, yScale, isHalving: rounds.length > 1 });
  });
  const lost = all.length - drawn.length;
  const [first] = drawn;
  const alt =
    `${measure} of ${all.length} recipes against ${paths.join(", ")}` +
    (rounds.length > 1 ? `, after the first round` : "") +
    (drawn.length > 0 ? `; the best, ${first.arm}: ${number(first.mean)}` : "") +
    `${lost > 0 ? `; ${lost} diverged and are not drawn` : ""}.`;
  const marks = all.every(({ scores: own }) => own.length === 1)
    ? "each mark is one training"
    : "rings are seeds, full marks their means";
  const note = `${better} is better; ${marks}${rounds.length > 1 ? "; after the first round" : ""}`;
  const spec = {
    title: titleOver(Math.min(COLUMNS, paths.length) * width, `${name}: what mattered`, note),
    columns: COLUMNS,
    concat: panels,
  };
  return chartFrom(spec, alt);
}

/** A scale that fits: of logarithms where the numbers differ tenfold. */
function scaleOf(numbers: readonly number[]): JsonObject {
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const isLog = low > 0 && high >= 10 * low;
  return isLog ? { type: "log", padding: 12, nice: false } : { zero: false, padding: 12 };
}

interface PanelRow {
  readonly choice: unknown;
  readonly mean: number;
  readonly scores: readonly number[];
  readonly fate: string;
}

interface Panel {
  readonly path: string;
  readonly rows: readonly PanelRow[];
  readonly title: string;
  readonly yScale: JsonObject;
  readonly isHalving: boolean;
}

/** More different numbers than this are drawn along an axis, fewer side by side. */
const FEW = 5;

function panelOf({ path, rows, title, yScale, isHalving }: Panel): JsonObject {
  const choices = [...new Set(rows.map(({ choice }) => choice))];
  const numbers = choices.filter((each) => typeof each === "number");
  const isRange = numbers.length === choices.length && choices.length > FEW;
  const labelled = rows.map((row) => ({
    ...row,
    choice: isRange ? (row.choice as number) : choiceText(row.choice),
  }));
  const x = isRange
    ? {
        field: "choice",
        type: "quantitative",
        title: path,
        scale: scaleOf(numbers),
        axis: { labelOverlap: "greedy", grid: false, tickCount: 4 },
      }
    : {
        field: "choice",
        type: "nominal",
        title: path,
        sort: [...numbers].sort((a, b) => a - b).map(String),
        axis: { labelAngle: choices.length > 3 ? -30 : 0, labelLimit: 180 },
      };
  const y = { type: "quantitative", title, scale: yScale, axis: { tickCount: 5 } };
  const domain = isHalving ? NAMES : [NAMES[1]];
  const by = (range: readonly string[]) => ({
    field: "fate",
    type: "nominal",
    scale: { domain, range: range.slice(-domain.length) },
    legend: isHalving ? { title: null, orient: "top" } : null,
  });
  const color = by([palette.generated, palette.real]);
  const shape = by(["triangle-up", "circle"]);
  const seeds = labelled.flatMap(({ choice, scores, fate }) =>
    scores.map((score) => ({ choice, score, fate })),
  );
  return {
    width,
    height,
    layer: [
      {
        data: { values: seeds },
        mark: { type: "point", size: 16, strokeWidth: 1, opacity: 0.6, filled: false },
        encoding: { x, y: { ...y, field: "score" }, color },
      },
      {
        data: { values: labelled.map(({ choice, mean, fate }) => ({ choice, mean, fate })) },
        mark: { type: "point", filled: true, size: 60, opacity: 1 },
        encoding: { x, y: { ...y, field: "mean" }, color, shape },
      },
    ],
  };
}
