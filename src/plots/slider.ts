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

/** A playback takes so long, in milliseconds. */
const wholeFilm = 8000;

/** Whether the film runs. */
const playing = "playing";

/**
 * Make a slider over rising steps, and a box that plays them. It starts at the first; a stored picture shows the last (see
 * {@link atLastStep}). Vega-Lite 5 has no clock, but hands what it does not know of a parameter on to Vega, which has one.
 */
export function stepSlider(steps: readonly number[]): StepSlider {
  if (steps.length < 2) throw new RangeError("frames has 1 frame; wanted at least 2 to slide over");
  const [first, last] = [steps[0], steps[steps.length - 1]];
  const step = commonStep(steps);
  const bind = { ...sliderInput, min: first, max: last, step, name: "training step " };
  const throttle = Math.round(Math.min(500, Math.max(40, (wholeFilm * step) / (last - first))));
  const next = `${shownStep} >= ${last} ? ${first} : ${shownStep} + ${step}`;
  const tick = {
    events: { type: "timer", throttle },
    update: `${playing} ? (${next}) : ${signal}`,
  };
  return {
    params: [
      { name: playing, value: false, bind: { input: "checkbox", name: "play " } },
      { name: signal, value: first, bind, on: [tick] },
    ],
    spans: steps.map((from, i) => ({ from, until: steps[i + 1] ?? last + 1 })),
    filter: { filter: `datum.from <= ${shownStep} && ${shownStep} < datum.until` },
  };
}

/** The same specification as a picture that nobody can move: at its last step, without a clock. */
export function atLastStep(spec: JsonObject): JsonObject {
  const params = (spec.params ?? []) as readonly JsonObject[];
  if (!params.some(({ name }) => name === signal)) return spec;
  const still = params
    .filter(({ name }) => name !== playing)
    .map((param) => {
      if (param.name !== signal) return param;
      const bind = param.bind as JsonObject;
      return { name: signal, bind, value: bind.max };
    });
  return { ...spec, params: still };
}
