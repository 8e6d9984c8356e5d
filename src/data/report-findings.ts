import type { DataFinding, DataReport } from "./report-types";

/** A picture with a higher noise level counts as noisy: 12 % of clean 8 x 8 digits do, 0 to 9 % of others. */
export const noisyAbove = 0.1;

/** What each check may find before it is worth a word. */
const limits = {
  notFinite: 0,
  outOfRange: 0,
  farOut: 0,
  blank: 0.01,
  duplicates: 0.01,
  nearDuplicates: 0.02,
  labels: 0.07,
  unevenness: 0.05,
  noise: 0.2,
};

type Checks = Omit<DataReport, "findings">;

/** The checks over their limits, in words. */
export function findingsOf(checks: Checks): DataFinding[] {
  const { notFinite, outOfRange, farOut, blank, duplicates, nearDuplicates, labels, noise } =
    checks;
  const found: (DataFinding | undefined)[] = [
    over(
      "notFinite",
      notFinite.share,
      (part) => `${part} have a NaN or an infinity: leave them out`,
    ),
    over(
      "outOfRange",
      outOfRange?.share,
      (part) => `${part} have numbers out of the range: bring all to one range (normalisePixels)`,
    ),
    over(
      "farOut",
      farOut?.share,
      (part) =>
        `${part} have a number far from all others at its place, such as -999 for a missing one: leave them out`,
    ),
    over("blank", blank.share, (part) => `${part} are blank: leave them out`),
    over(
      "duplicates",
      duplicates.share,
      (part) => `${part} repeat another exactly: keep one of each`,
    ),
    over(
      "nearDuplicates",
      nearDuplicates?.share,
      (part) => `${part} are nearer to another than chance explains: keep one of each`,
    ),
    over(
      "labels",
      labels?.rate,
      (part) => `about ${part} have a label that all their neighbours contradict: look at those`,
      labels?.examples.length ?? 0,
    ),
    balanceFinding(checks),
    over(
      "noise",
      noise?.share,
      (part) =>
        `${part} are noisy (standard deviation ${noise!.level.toFixed(2)} in the middle one)`,
    ),
  ];
  return found.filter((finding) => finding !== undefined);
}

/** @param cases how many examples it rests on; fewer than three are chance */
function over(
  fault: Exclude<DataFinding["fault"], "balance">,
  share: number | undefined,
  text: (part: string) => string,
  cases = 3,
): DataFinding | undefined {
  if (share === undefined || share <= limits[fault] || cases < 3) return undefined;
  return { fault, share, text: text(`${percent(share)} of the examples`) };
}

function balanceFinding({ balance }: Checks): DataFinding | undefined {
  if (!balance) return undefined;
  const share = 1 - balance.evenness;
  if (share <= limits.unevenness) return undefined;
  const [least, most] = [Math.min(...balance.shares), Math.max(...balance.shares)];
  const text =
    `classes are uneven: the commonest has ${percent(most)} of the examples, the rarest ` +
    `${percent(least)}: draw them evenly (balanced), or get more of the rare ones`;
  return { fault: "balance", share, text };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}
