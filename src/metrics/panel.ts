import type { Random } from "../random";
import { expectInteger } from "../shape";
import { numbersOf, widthOf, type Samples } from "./points";
import { guessingChance, wilsonInterval, type Proportion } from "./proportion";

/** What a picture of a panel is, or is said to be. */
export type PanelAnswer = "real" | "fake";

/** Options of {@link humanPanel}. */
export interface HumanPanelOptions {
  /** Numbers in an example; taken from a tensor when left out. */
  readonly d?: number;
  /** Pictures of each kind; 20. */
  readonly each?: number;
  /** Draws the pictures and their order. */
  readonly random: Random;
}

/** Pictures to be judged, and the truth about them. */
export interface HumanPanel {
  /** (2 each, d) in random order: `images` of a picture grid. */
  readonly images: Float32Array;
  /** What each picture is. Not to be looked at before the answers are in. */
  readonly key: readonly PanelAnswer[];
}

/**
 * Makes a "real or fake?" panel: as many real examples as fakes, drawn without replacement, in random
 * order. Show `images` in a grid without captions, take the person's answers, then call
 * {@link judgePanel}. It is the oldest test of a generator, and the one that all metrics stand for
 * (Salimans et al. 2016, section 4.1; Zhou et al. 2019). People learn from the answers: show the key only
 * at the end.
 *
 * @throws TypeError for rows of another size; RangeError when there are fewer than `each` of a kind
 * @example
 * ```ts
 * import { humanPanel, seeded } from "gan-clinic";
 * const [real, fake] = [Float32Array.of(1, 1, 1), Float32Array.of(0, 0, 0)];
 * const { images, key } = humanPanel(real, fake, { d: 1, each: 2, random: seeded(1) });
 * assert.deepEqual(key.map((kind) => (kind === "real" ? 1 : 0)), [...images]);
 * assert.equal(key.filter((kind) => kind === "real").length, 2);
 * ```
 */
export function humanPanel(
  real: Samples,
  fake: Samples,
  { d: width, each = 20, random }: HumanPanelOptions,
): HumanPanel {
  const d = widthOf(real, width, "humanPanel", "real");
  expectInteger(each, "humanPanel each", { atLeast: 1 });
  const draw = (samples: Samples, what: string): Float32Array[] => {
    const rows = numbersOf(samples, d, what);
    expectInteger(rows.length / d, `${what} examples`, { atLeast: each });
    const order = random.shuffle(rows.length / d).subarray(0, each);
    return Array.from(order, (i) => rows.subarray(i * d, (i + 1) * d));
  };
  const pictures = [...draw(real, "humanPanel real"), ...draw(fake, "humanPanel fake")];
  const order = [...random.shuffle(2 * each)];
  const images = new Float32Array(2 * each * d);
  order.forEach((from, to) => {
    images.set(pictures[from], to * d);
  });
  return { images, key: order.map((from) => (from < each ? "real" : "fake")) };
}

/** What a panel's answers say. */
export interface PanelVerdict extends Proportion {
  /** Share of the fakes taken for real. */
  readonly fooled: number;
  /** Share of the real examples taken for fakes. */
  readonly doubted: number;
  /** Chance to be right at least that often by guessing. */
  readonly pValue: number;
  /** Whether the person can tell: the whole interval lies above a half. */
  readonly canTell: boolean;
}

/**
 * Compares answers with a panel's key: `share` is how many are right, with Wilson's interval. Under a half
 * of right answers by more than chance means that fakes look more real than real examples do, or that the
 * two words were mixed up.
 *
 * With 40 pictures the interval is about 30 % wide: "cannot tell" is then weak evidence. It takes 27 right
 * answers of 40, or 60 of 100, to exclude guessing.
 *
 * @param answers one for each picture, in the grid's order, row by row: a list, or a text of r and f
 *   ("rffr …", spaces do not count)
 * @throws TypeError for other answers; RangeError for more or fewer than there are pictures,
 *   or a key of one kind only
 * @example
 * ```ts
 * import { judgePanel } from "gan-clinic";
 * const verdict = judgePanel("rf rf", ["real", "fake", "fake", "fake"]);
 * assert.equal(verdict.share, 3 / 4);
 * assert.equal(verdict.fooled, 1 / 3);
 * assert.equal(verdict.canTell, false);
 * ```
 */
export function judgePanel(
  answers: string | readonly PanelAnswer[],
  key: readonly PanelAnswer[],
): PanelVerdict {
  const said = typeof answers === "string" ? answersIn(answers) : answers;
  said.forEach((answer, i) => {
    if (!["real", "fake"].includes(answer)) {
      throw new TypeError(`judgePanel answer ${i}: wanted "real" or "fake", found "${answer}"`);
    }
  });
  if (said.length !== key.length) {
    throw new RangeError(
      `judgePanel answers: wanted ${key.length}, one for each picture, found ${said.length}`,
    );
  }
  const mistaken = (truth: PanelAnswer) => {
    const own = said.filter((_, i) => key[i] === truth);
    expectInteger(own.length, `judgePanel key, pictures that are ${truth}`, { atLeast: 1 });
    return own.filter((answer) => answer !== truth).length / own.length;
  };
  const right = said.filter((answer, i) => answer === key[i]).length;
  const proportion = wilsonInterval(right, key.length);
  return {
    ...proportion,
    fooled: mistaken("fake"),
    doubted: mistaken("real"),
    pValue: guessingChance(right, key.length),
    canTell: proportion.low > 0.5,
  };
}

function answersIn(text: string): PanelAnswer[] {
  return Array.from(text.replace(/\s/g, "").toLowerCase(), (letter, i) => {
    if (letter === "r") return "real";
    if (letter === "f") return "fake";
    throw new TypeError(`judgePanel answer ${i}: wanted r or f, found "${letter}"`);
  });
}
