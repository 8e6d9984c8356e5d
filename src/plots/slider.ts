import type { Json, JsonObject } from "./chart";

/** The largest step with which a slider meets every frame: the greatest common divisor. */
function commonStep(steps: readonly number[]): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  return steps.slice(1).reduce((common, step, i) => divisor(common, step - steps[i]), 0);
}

/** A slider over training steps, and what makes a row of data show at its own frame only. */
export interface StepSlider {
  /** The specification's `params`. */
  readonly params: Json;
  /** Fields of the rows of each frame: it is shown from its own step until the next one's. */
  readonly spans: readonly { readonly from: number; readonly until: number }[];
  /** The transform that drops rows of other frames. */
  readonly filter: JsonObject;
}

const signal = "shownStep";

/** The step that the slider is at, for expressions. The slider's own value is a text. */
export const shownStep = `toNumber(${signal})`;

/**
 * A slider that the keyboard can move. JupyterLab takes arrow keys away from what is no text field, unless the element says
 * so by an attribute. Vega gives attributes to every kind of input but the few whose names it knows, and compares
 * names letter by letter; HTML does not, so "Range" is a slider with attributes.
 */
export const sliderInput: JsonObject = {
  input: "Range",
  "data-lm-suppress-shortcuts": "true",
  style: "width: 300px; vertical-align: middle",
};

/** Make a slider over rising steps. It starts at the last. */
export function stepSlider(steps: readonly number[]): StepSlider {
  if (steps.length < 2) throw new RangeError("frames has 1 frame; wanted at least 2 to slide over");
  const [first, last] = [steps[0], steps[steps.length - 1]];
  const step = commonStep(steps);
  const bind = { ...sliderInput, min: first, max: last, step, name: "training step " };
  return {
    params: [{ name: signal, value: last, bind }],
    spans: steps.map((from, i) => ({ from, until: steps[i + 1] ?? last + 1 })),
    filter: { filter: `datum.from <= ${shownStep} && ${shownStep} < datum.until` },
  };
}
