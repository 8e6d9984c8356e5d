import type { Json, JsonObject } from "../json";
import { expectText } from "./numbers";
import { config } from "./theme";

export type { Json, JsonObject } from "../json";

/**
 * A chart: a Vega-Lite 5.6.1 specification and the sentence that says what it shows. Both are plain
 * data, so a chart can be stored, compared and sent anywhere.
 */
export interface Chart {
  /** The specification. */
  readonly spec: JsonObject;
  /** The finding in one sentence, for those who do not see the picture. */
  readonly alt: string;
}

/** What every chart function wants to be told. */
export interface ChartOptions {
  /** What to see in the picture, as a phrase. Long titles are broken into lines. */
  readonly title: string;
  /** The finding as a sentence. It stands in for the picture where there is none. */
  readonly alt: string;
}

// Whole numbers (training steps) stay exact; six digits of the rest are finer than any pixel. Most are that short
// already, and asking is three times as fast as shortening.
function shortNumber(value: number, key: string): number {
  if (!Number.isFinite(value)) {
    throw new RangeError(`Chart has ${value} at "${key}"; a chart holds finite numbers only`);
  }
  if (Number.isInteger(value)) return value + 0; // never −0
  const isShort = Math.abs(value) < 10 && Math.round(value * 1e5) / 1e5 === value;
  return isShort ? value : Number(value.toPrecision(6));
}

/** A copy with short numbers, and without what is undefined. */
function shortened(value: Json, key: string): Json {
  if (typeof value === "number") return shortNumber(value, key);
  if (typeof value !== "object" || value === null) return value;
  if (isList(value)) return value.map((item) => shortened(item, key));
  const copy: Record<string, Json> = {};
  for (const [name, item] of Object.entries(value)) {
    if (item !== undefined) copy[name] = shortened(item, name);
  }
  return copy;
}

function isList(value: readonly Json[] | JsonObject): value is readonly Json[] {
  return Array.isArray(value);
}

/**
 * Make a {@link Chart} from a Vega-Lite specification of your own: adds the schema,
 * colours that stay readable in light and dark themes and the description, and shortens numbers.
 *
 * @param spec Vega-Lite 5.6.1, without `$schema`, `background`, `config` and `description`.
 * @param alt The finding as a sentence.
 * @throws TypeError if `alt` is empty.
 * @throws RangeError if a number in the specification is not finite.
 *
 * @example
 * ```ts
 * import { chartFrom } from "gan-clinic";
 * const spec = { data: { values: [{ a: 1 }] }, mark: "point", encoding: { x: { field: "a", type: "quantitative" } } };
 * const chart = chartFrom(spec, "There is one point, at 1.");
 * assert.equal(chart.spec.description, "There is one point, at 1.");
 * ```
 */
export function chartFrom(spec: JsonObject, alt: string): Chart {
  expectText(alt, "alt");
  const whole: JsonObject = {
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    description: alt,
    background: "transparent",
    ...spec,
    config,
  };
  return { spec: shortened(whole, "the chart") as JsonObject, alt };
}

// The widest character of the title's font, DejaVu Sans Bold 14, is rare; 8.6 px is its usual mean.
const titleCharacter = 8.6;

function lines(text: string, limit: number): string[] {
  const out: string[] = [];
  for (const word of text.trim().split(/\s+/)) {
    const last = out.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= limit)
      out[out.length - 1] += ` ${word}`;
    else out.push(word);
  }
  return out;
}

const captionLimit = 100; // characters, as wide as the column

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// Charts have fixed widths: JupyterLab 4.6 stops answering at a chart whose width is "container".
/** A title may reach beyond a narrow picture: so many pixels fit into a notebook's column on a small screen. */
const columnWidth = 700;

/** The title of a specification, broken into lines that fit over a picture `width` pixels wide, or into the column. */
export function titleOver(width: number, title: string, subtitle = ""): JsonObject {
  expectText(title, "title");
  const limit = Math.floor(Math.max(columnWidth, width) / titleCharacter);
  const note = subtitle === "" ? {} : { subtitle: lines(subtitle, Math.floor(limit * 1.25)) };
  return { text: lines(title, limit), ...note, anchor: "start" };
}

/** The same chart with a remark under its title and after its sentence. */
export function captioned({ spec, alt }: Chart, caption: string): Chart {
  const title: JsonObject = isObject(spec.title) ? spec.title : { text: spec.title ?? "" };
  const before = [title.subtitle ?? []].flat<Json[]>();
  const subtitle = [...before, ...lines(caption, captionLimit)];
  return { spec: { ...spec, title: { ...title, subtitle } }, alt: `${alt} ${caption}` };
}

/** The same chart with a line under its title that belongs to what it says, in its description too. */
export function noted(chart: Chart, note: string): Chart {
  const { spec, alt } = captioned(chart, note);
  return { spec: { ...spec, description: alt }, alt };
}
