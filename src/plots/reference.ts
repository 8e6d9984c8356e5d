import type { JsonObject } from "./chart";
import { expectFinite, expectText } from "./numbers";
import { greyInk, pageInk } from "./theme";

/** A level to hold values against, drawn as a thin dashed line with its label at the right. */
export interface Reference {
  /** Where the line lies, in the unit of the axis. */
  readonly value: number;
  /** What the line stands for. */
  readonly label: string;
}

/** The layers that draw reference lines over the whole width; `title` is that of the y axis. */
export function referenceLayers(
  references: readonly Reference[],
  title: string,
  width: number,
): JsonObject[] {
  if (references.length === 0) return [];
  references.forEach(({ label }) => {
    expectText(label, "Label of a reference");
  });
  expectFinite(
    references.map(({ value }) => value),
    "Values of reference",
  );
  const data = { values: references.map(({ value, label }) => ({ level: value, label })) };
  const y = { field: "level", type: "quantitative", title };
  const label = { type: "text", align: "left", dx: 5, color: pageInk, fontSize: 11 };
  return [
    { data, mark: { type: "rule", color: greyInk, strokeDash: [3, 3] }, encoding: { y } },
    { data, mark: label, encoding: { y, x: { value: width }, text: { field: "label" } } },
  ];
}
