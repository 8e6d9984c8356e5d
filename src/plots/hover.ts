import type { Json, JsonObject } from "../json";

/** The name of the layer that answers the mouse; pictures are drawn without it. */
const hover = "hover";

/**
 * A layer that shows the values of the point nearest to the mouse: the point, and its numbers beside it. It takes its
 * data from the layers around it.
 *
 * @param encoding of x, y and what the point is drawn with
 * @param tooltip the fields to show, with their titles
 */
export function hoverLayer(encoding: JsonObject, tooltip: readonly JsonObject[]): JsonObject {
  const fields = tooltip.map(({ field }) => field!); // rows made by one flatten have one identity
  const select = { type: "point", fields, nearest: true, on: "mouseover", clear: "mouseout" };
  return {
    name: hover,
    params: [{ name: "pointed", select }],
    mark: { type: "point", filled: true, size: 50, clip: true },
    encoding: {
      ...encoding,
      opacity: { condition: { param: "pointed", empty: false, value: 1 }, value: 0 },
      tooltip,
    },
  };
}

const isObject = (value: unknown): value is Record<string, Json> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The same specification without such layers: nobody points at a picture. */
export function withoutHover<Value>(spec: Value): Value {
  if (Array.isArray(spec)) {
    const kept = spec.filter((part) => !(isObject(part) && part["name"] === hover));
    return kept.map((part) => withoutHover<unknown>(part)) as Value;
  }
  if (!isObject(spec)) return spec;
  const parts = ["layer", "concat", "vconcat", "hconcat"].filter((key) => key in spec);
  const changed = parts.map((key) => [key, withoutHover(spec[key])]);
  return { ...spec, ...Object.fromEntries(changed) } as Value;
}

/** Marks that say their values when the mouse is on them, for `config`. */
export const tooltips: JsonObject = {
  bar: { tooltip: { content: "encoding" } },
  point: { tooltip: { content: "encoding" } },
  rect: { tooltip: { content: "encoding" } },
};
