import { shapeText } from "../shape";
import type { Network } from "./network";

/**
 * A network's summary as a table: a row for each layer with the shape it gives and how many numbers it learns.
 *
 * @example
 * ```ts
 * import { mlp, seeded, summaryText } from "gan-clinic";
 * const network = mlp({ name: "d", inputs: 2, hidden: [128], outputs: 1, random: seeded(1) });
 * assert.equal(
 *   summaryText(network),
 *   [
 *     "d    output shape  parameters",
 *     "d/1  (any, 128)           384",
 *     "d/2  (any, 1)             129",
 *     "sum                       513",
 *   ].join("\n"),
 * );
 * ```
 */
export function summaryText(network: Network): string {
  const rows = network.summary();
  const sum = rows.reduce((total, { parameters }) => total + parameters, 0);
  const cells = [
    [network.name, "output shape", "parameters"],
    ...rows.map((row) => [row.layer, shapeText(row.shape), grouped(row.parameters)]),
    ["sum", "", grouped(sum)],
  ];
  const [first, second, third] = [0, 1, 2].map((column) =>
    Math.max(...cells.map((row) => row[column].length)),
  );
  return cells
    .map(([name, shape, count]) =>
      [name.padEnd(first), shape.padEnd(second), count.padStart(third)].join("  "),
    )
    .join("\n");
}

/** 16512 as 16,512. */
function grouped(count: number): string {
  return count.toLocaleString("en-US");
}
