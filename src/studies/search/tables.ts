import { intervalText, number } from "../../evidence/claim-view";
import type { Table, TableCell } from "../../evidence/table";
import { choiceText } from "./space";
import type { Confirmation, Search, SearchTrial } from "./types";

/** What the tables and the chart of a search tell of. */
export type ShownSearch = Pick<
  Search,
  "name" | "measure" | "better" | "seeds" | "folds" | "trials" | "rounds" | "cost"
>;

/** Every recipe in a row, the best first. */
export function searchTable(shown: ShownSearch): Table {
  const { name, measure, better, trials, rounds } = shown;
  const paths = Object.keys(trials[0].setting);
  const isHalving = rounds.length > 1;
  const heads = [
    "",
    ...paths,
    `${measure}; ${better} is better`,
    ...(isHalving ? [`place in rounds 1 to ${rounds.length}`, "steps"] : []),
  ];
  const rows = trials.map((trial, i): TableCell[] => [
    { text: String(i + 1), head: true },
    ...paths.map((path) => ({ text: choiceText(trial.setting[path]) })),
    { text: scoreText(trial), strong: i === 0 },
    ...(isHalving ? [{ text: placesOf(trial, rounds) }, { text: String(trial.steps) }] : []),
  ]);
  return { title: name, heads, rows, legend: legendOf(shown) };
}

function legendOf({ rounds, cost, folds, seeds }: ShownSearch): string {
  const over =
    folds === undefined ? `${seeds.length} seeds` : `${folds} folds, ${seeds.length} seeds each`;
  const saved =
    cost.steps < cost.toTheEnd
      ? `; every recipe to its end would have taken ${cost.toTheEnd.toLocaleString("en")}`
      : "";
  return (
    `Mean and 95 % interval over ${over}. ` +
    (folds === undefined ? "" : "Folds share examples, so these intervals are too narrow. ") +
    (rounds.length > 1 ? "Only recipes of one round were trained for the same steps. " : "") +
    `${cost.steps.toLocaleString("en")} steps in all${saved}. ` +
    "The best of many is partly the luckiest: measure it on fresh seeds (confirm)."
  );
}

function scoreText({ interval, mean, scores }: SearchTrial): string {
  if (interval) return intervalText(interval);
  const lost = scores.filter((score) => !Number.isFinite(score)).length;
  return lost > 0 ? `${lost} of ${scores.length} diverged` : number(mean);
}

/** The place in each round that it was in. */
function placesOf({ arm }: SearchTrial, rounds: Search["rounds"]): string {
  const places = rounds.map(({ trials }) => trials.findIndex((each) => each.arm === arm) + 1);
  return places.filter((place) => place > 0).join(", ");
}

/** The winner in the search and on fresh seeds, with the base. */
export function confirmationTable(
  found: Confirmation,
  { name, measure, better }: ShownSearch,
): Table {
  const { arm, searched, winner, base, difference, diverged } = found;
  const lost = (count: number) => (count > 0 ? `; ${count} diverged` : "");
  const row = (head: string, text: string, strong = false): TableCell[] => [
    { text: head, head: true },
    { text, strong },
  ];
  return {
    title: `${name}: the winner on fresh seeds (${arm})`,
    heads: ["", `${measure}; ${better} is better`],
    rows: [
      row("the winner in the search", number(searched)),
      row("the winner on fresh seeds", intervalText(winner) + lost(diverged.winner), true),
      row("the base on fresh seeds", intervalText(base) + lost(diverged.base)),
      row("winner less base, seed by seed", intervalText(difference)),
    ],
    legend:
      "Mean and 95 % interval. The search chose the winner for its score there, luck included; " +
      "the fresh seeds had no part in that.",
  };
}
