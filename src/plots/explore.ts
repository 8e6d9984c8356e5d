import { chartFrom, titleOver, type Chart, type JsonObject } from "./chart";
import {
  check,
  type ExploreAxis,
  type ExploreOptions,
  type ExploreSlider,
} from "./explore-options";
import { formulaOf, readFromRow } from "./formula";
import { hoverLayer } from "./hover";
import { logAxis } from "./log-axis";
import { coloursFor, dashes } from "./palette";
import { referenceLayers } from "./reference";
import { sliderInput } from "./slider";
import { softInk } from "./theme";

const [width, height] = [520, 250]; // pixels
const points = 300;

/** The formulas of a chart, with their names read from where they are: a slider is a signal, all else a field. */
interface Formulas {
  readonly where: readonly (readonly [name: string, text: string])[];
  readonly lines: readonly string[];
}

/**
 * A chart of formulas with a slider for each parameter, computed in the chart itself: it needs no kernel, and answers at
 * once. Formulas are Vega expressions of numbers (`pow(a, 2) + sqrt(b) / PI`, `a > 0 ? a : -a`) over the sliders, x and
 * the named formulas before. The picture that travels with the chart shows where the sliders stand
 * at first. The axes stay as they are, so that a line is seen to move.
 *
 * @throws TypeError if a text is empty
 * @throws RangeError for a formula that is none or has an unknown name, a slider that nothing depends on, that ends before it
 *   begins or does not begin at one of its places, and an axis with its ends exchanged, or not above 0 on a log scale
 * @example
 * ```ts
 * import { explore } from "gan-clinic";
 * const chart = explore({
 *   title: "A spring with friction comes to rest",
 *   alt: "The spring swings less and less far, to 0.",
 *   sliders: { friction: { title: "friction (1/s)", from: 0, to: 2, value: 0.5, step: 0.1 } },
 *   x: { name: "t", title: "time (s)", domain: [0, 10] },
 *   y: { title: "place (m)", domain: [-1, 1] },
 *   where: { reach: "exp(-friction * t)" },
 *   lines: [{ name: "spring", formula: "reach * cos(3 * t)" }],
 * });
 * assert.match(JSON.stringify(chart.spec.params), /friction/);
 * ```
 */
export function explore(options: ExploreOptions): Chart {
  const { sliders, lines, title, alt, reference = [], y } = options;
  check(options);
  const formulas = formulasOf(options);
  const spec = {
    title: titleOver(width, title),
    params: Object.entries(sliders).flatMap(([name, slider]) => paramsOf(name, slider)),
    width,
    height,
    layer: [
      {
        data: {
          values: lines.map(({ name }, i) => ({ line_: i, name_: name })),
        },
        transform: transformsOf(options, formulas),
        encoding: { x: axisOf(options.x, "x_", 6) },
        layer: lineLayers(options),
      },
      placesLayer(sliders),
      ...referenceLayers(reference, y.title, width),
    ],
  };
  return chartFrom(spec, alt);
}

/** The slider, whose value is a text, and the number that formulas name. */
function paramsOf(name: string, { title, from, to, value, step }: ExploreSlider): JsonObject[] {
  const bind = { ...sliderInput, min: from, max: to, step, name: `${title} ` };
  const slider = `${name}_`; // no name of a reader's ends so, and none of the fields below
  return [
    { name: slider, value, bind },
    { name, expr: `toNumber(${slider})` },
  ];
}

/** Rows of x and y out of one row a line. */
function transformsOf(
  { x, lines }: ExploreOptions,
  { where, lines: texts }: Formulas,
): JsonObject[] {
  const [from, to] = x.domain.map((end) => (x.scale === "log" ? Math.log(end) : end));
  const at = `${from} + datum.x_ * ${(to - from) / points}`;
  const own = texts.map((text, line) => `datum.line_ === ${line} ? (${text}) : `).join("");
  return [
    { calculate: `sequence(${points + 1})`, as: "x_" },
    { flatten: ["x_"] },
    { calculate: x.scale === "log" ? `exp(${at})` : at, as: "x_" },
    { calculate: "datum.x_", as: x.name },
    ...where.map(([name, text]) => ({ calculate: text, as: name })),
    { calculate: lines.length === 1 ? texts[0] : `${own}NaN`, as: "y_" },
  ];
}

function axisOf(
  { title, domain, scale }: ExploreAxis,
  field: string,
  tickCount?: number,
): JsonObject {
  const ends = { domain: [...domain], nice: false, zero: false };
  const log = scale === "log" ? logAxis(...domain, true) : undefined;
  return {
    ...{ field, type: "quantitative", title },
    scale: log?.scale ?? { type: "linear", ...ends },
    ...(log ? { axis: log.axis } : tickCount !== undefined && { axis: { tickCount } }),
  };
}

function lineLayers({ x, y, lines }: ExploreOptions): JsonObject[] {
  const domain = lines.map(({ name }) => name);
  const legend =
    domain.length > 1
      ? { title: null, orient: "top", symbolType: "stroke", symbolSize: 500, columns: 3 }
      : null;
  const by = (range: JsonObject["range"]): JsonObject => {
    return { field: "name_", type: "nominal", title: "line", scale: { domain, range }, legend };
  };
  const color = by(coloursFor(domain));
  const encoding = { y: axisOf(y, "y_"), color };
  const strokeDash = by(domain.map((_, i) => dashes[i]));
  return [
    { mark: { type: "line", strokeWidth: 1.8, clip: true }, encoding: { ...encoding, strokeDash } },
    hoverLayer(encoding, [
      { field: "name_", type: "nominal", title: "title" }, // the tooltip's heading
      { field: "x_", type: "quantitative", title: x.title, format: ".3~r" },
      { field: "y_", type: "quantitative", title: y.title, format: ".4~r" },
    ]),
  ];
}

/** Where the sliders stand, under the x axis: the browser's own sliders do not say it. */
function placesLayer(sliders: ExploreOptions["sliders"]): JsonObject {
  const places = Object.entries(sliders).map(
    ([name, { title }]) => `${JSON.stringify(`${title} `)} + format(${name}, '.4~r')`,
  );
  return {
    data: { values: [{}] },
    transform: [{ calculate: places.join(" + '; ' + "), as: "places_" }],
    mark: { type: "text", align: "left", baseline: "top", fontSize: 12, color: softInk },
    encoding: {
      x: { value: 0 },
      y: { value: height + 42 },
      text: { field: "places_", type: "nominal" },
    },
  };
}

function formulasOf({ sliders, x, where = {}, lines }: ExploreOptions): Formulas {
  const fields = [x.name];
  const used = new Set<string>();
  const read = (text: string, place: string): string => {
    const known = [...Object.keys(sliders), ...fields];
    const formula = formulaOf(text, known, place);
    formula.names.forEach((name) => used.add(name));
    return readFromRow(formula, fields);
  };
  const steps = Object.entries(where).map(([name, text]) => {
    const found = read(text, `explore where.${name}`);
    fields.push(name);
    return [name, found] as const;
  });
  const heights = lines.map(({ formula }, i) => read(formula, `explore lines[${i}].formula`));
  const idle = Object.keys(sliders).find((name) => !used.has(name));
  if (idle !== undefined) {
    throw new RangeError(`explore sliders.${idle}: wanted a formula that names it, found none`);
  }
  return { where: steps, lines: heights };
}
