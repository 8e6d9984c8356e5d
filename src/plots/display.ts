import { randomUUID } from "node:crypto";
import { showOfCell } from "../cell";
import { captioned, type Chart } from "./chart";
import { renderPng } from "./render";

/** One thing in several forms, by MIME type. JSON types take an object, the others a text. */
export interface MimeBundle {
  readonly [mimeType: string]: string | object;
}

/** How {@link showBundle} shows. */
export interface BundleOptions {
  /** The name of the output, so that it can be updated. */
  readonly displayId?: string;
  /** Replace the outputs of that name instead of adding one. */
  readonly update?: boolean;
}

function printPlain(data: MimeBundle): void {
  const text = data["text/plain"];
  if (typeof text === "string") console.log(text);
}

/**
 * Show one output in the notebook, in all the forms given. Outside a notebook the `text/plain` form
 * goes to standard output.
 *
 * @param data The forms. Give `text/plain` always: it is what is left where nothing else can be drawn.
 * @param metadata Of the output, such as {@link volatile}.
 *
 * @example
 * ```ts
 * import { showBundle } from "gan-clinic";
 * const forms = { "text/html": "<b>8</b> modes", "text/plain": "8 modes" };
 * showBundle(forms);
 * assert.equal(forms["text/plain"], "8 modes");
 * ```
 */
export function showBundle(
  data: MimeBundle,
  metadata: object = {},
  options: BundleOptions = {},
): void {
  const write = showOfCell();
  if (!write) {
    printPlain(data);
    return;
  }
  const { displayId, update = false } = options;
  write(
    { data, metadata, transient: displayId === undefined ? {} : { display_id: displayId } },
    update,
  );
}

/** Metadata of outputs that hold timings: the course's runner does not store these outputs. */
export const volatile = { "gan-clinic": { volatile: true } } as const;

/** The forms of a chart that need no drawing here. */
export function chartForms({ spec, alt }: Chart): MimeBundle {
  return { "application/vnd.vegalite.v5+json": spec, "text/plain": alt };
}

/** All forms of a chart: the specification, the picture for where no script runs, the sentence. */
export async function allChartForms(chart: Chart): Promise<MimeBundle> {
  const png = Buffer.from(await renderPng(chart)).toString("base64");
  return { ...chartForms(chart), "image/png": png };
}

/** The chart's sentence, where nbviewer and JupyterLab look for what a picture's `alt` is to say. */
export function pictureMetadata({ alt }: Chart): object {
  return { "image/png": { alt } };
}

/**
 * Show a chart in the notebook. JupyterLab draws the specification; other readers show the PNG that
 * travels with it. Outside a notebook the chart's sentence goes to standard output.
 *
 * @param caption A remark that goes under the chart's title.
 *
 * @example
 * ```ts
 * import { curves, show } from "gan-clinic";
 * const chart = curves({
 *   title: "A line",
 *   alt: "The line rises.",
 *   x: [0, 1],
 *   series: [{ name: "line", values: [1, 2] }],
 *   yTitle: "value",
 * });
 * await show(chart, "Seed 1 of 3");
 * assert.equal(chart.alt, "The line rises.");
 * ```
 */
export async function show(chart: Chart, caption = ""): Promise<void> {
  const write = showOfCell();
  const whole = caption === "" ? chart : captioned(chart, caption);
  if (!write) {
    printPlain(chartForms(whole));
    return;
  }
  write({ data: await allChartForms(whole), metadata: pictureMetadata(whole), transient: {} });
}

/** An output of the notebook that can be replaced where it stands. */
export interface Slot {
  /** Whether there is a notebook. If not, `put` does nothing. */
  readonly inNotebook: boolean;
  put(data: MimeBundle, metadata?: object): void;
}

/**
 * Reserve a place for an output that will be replaced: the first `put` adds it, later ones replace
 * it. It stays with the cell that was running when it was made, even if the work that feeds it
 * outlives that cell. A cell that runs again gets a new slot, so what an earlier run still sends
 * finds no output and changes nothing.
 */
export function newSlot(usual: object = {}): Slot {
  const write = showOfCell();
  const transient = { display_id: randomUUID() };
  let shown = false;
  const put = (data: MimeBundle, metadata = usual): void => {
    write?.({ data, metadata, transient }, shown);
    shown = true;
  };
  return { inNotebook: write !== undefined, put };
}
