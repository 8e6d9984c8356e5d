import { expectNumber } from "../shape";
import type { RunRecord } from "./run-record";
import { diagnosisRules, type Pitfall, type Remedy, type Rule, type Sign } from "./rules";
import { givenRules } from "./rules/given";
import { fewestRows, isShort, signalsOf, type Signals } from "./signals";
import { isEssential, unseenText } from "./unseen";

/** One thing that a diagnosis has to say. */
export interface Finding {
  /** What went wrong, or that nothing did, or that the run does not tell. */
  readonly pitfall: Pitfall | "healthy" | "not enough data";
  /** One sentence, with the numbers. */
  readonly evidence: string;
  /** 0 to 1; what is below ½ is no finding. */
  readonly confidence: number;
  /** What to try, the likeliest first. */
  readonly remedies: readonly Remedy[];
  /** The number of the notebook about it. */
  readonly notebook: string;
  /** Another finding that it follows from. */
  readonly followsFrom?: Pitfall;
}

/** Options of {@link diagnose}. */
export interface DiagnoseOptions {
  /** The true share of each mode in the monitors' histograms; all alike when left out. */
  readonly masses?: readonly number[];
}

/**
 * Names what went wrong in a training, from its history, its monitors and its snapshots: findings, the surest
 * first. Where one explains another (a discriminator that is too weak explains the collapse), the other one's
 * confidence is halved: mend the cause.
 *
 * Every rule about what was measured stands in `diagnosisRules`: the signals it looks at, their bounds, and why.
 * Before them comes what is at fault by itself: numbers of the data, the formula of the loss, data that the
 * generator's last activation cannot make, a Wasserstein critic that nothing bounds.
 *
 * A run with no finding is "healthy", which says that no known fault shows, not that the samples are good: one
 * that has settled on a blur looks healthy too. Measure the samples. What could not be looked at is told by
 * name. Modes are looked at when the training had `histogramOf` (give `masses` where they are unequal, or rare modes
 * are judged by shares that they never had), overfitting when it had `heldOut`; what wants
 * probabilities is not looked for with a Wasserstein loss, whose scores are heights. Where something is missing
 * that every training measures, a run is not called healthy, but "not enough data".
 *
 * @param run of `trainGan`, or read from a file
 * @throws RangeError for masses that are not positive or do not sum to 1, or of another number than the modes
 * @example
 * ```ts
 * import { diagnose, mlp, nonSaturating, ring, seeded, trainGan } from "gan-clinic";
 * const random = seeded(1);
 * const run = await trainGan({
 *   data: ring({ std: 0.15 }),
 *   generator: mlp({ name: "generator", inputs: 4, hidden: [16], outputs: 2, random }),
 *   discriminator: mlp({ name: "discriminator", inputs: 2, hidden: [16], outputs: 1, random }),
 *   loss: nonSaturating,
 *   seed: 1,
 *   steps: 5,
 *   learningRate: { generator: 1e-3, discriminator: 1e-3 },
 * });
 * const [first] = diagnose(run);
 * assert.equal(first.pitfall, "not enough data"); // five steps
 * run.dispose();
 * ```
 */
export function diagnose(run: RunRecord, { masses }: DiagnoseOptions = {}): Finding[] {
  expectMasses(masses, run);
  const signals = signalsOf(run, masses);
  const suspicions = [...givenRules, ...diagnosisRules].map((rule) => suspicionOf(rule, signals));
  const found = suspicions.filter(({ strength }) => strength >= 0.5);
  const findings = found
    .map(({ rule, sign, strength }): Finding => {
      const { pitfall, remedies, notebook } = rule;
      const cause = found.find((other) => other.rule.explains.includes(pitfall))?.rule.pitfall;
      return {
        pitfall,
        evidence: sign.evidence(signals as Required<Signals>, run),
        confidence: cause ? strength / 2 : strength,
        remedies,
        notebook,
        ...(cause && { followsFrom: cause }),
      };
    })
    .sort((a, b) => b.confidence - a.confidence);
  if (run.stopped === "not-a-number" && findings.length > 0) return findings;
  if (isShort(run)) return [...findings, tooShort(run)];
  // what follows from another finding anyway need not be looked at
  const open = suspicions.filter(
    ({ rule }) => !found.some((other) => other.rule.explains.includes(rule.pitfall)),
  );
  const unseen = [...new Set(open.flatMap((each) => each.unseen))];
  if (unseen.some((name) => isEssential(name, run))) return [...findings, unmeasured(unseen, run)];
  if (findings.length > 0) return findings;
  return [healthy(unseen, run, Math.max(...suspicions.map(({ strength }) => strength)))];
}

interface Suspicion {
  readonly rule: Rule;
  readonly sign: Sign;
  readonly strength: number;
  /** The signals for want of which it may have been missed. */
  readonly unseen: readonly Unseen[];
}

type Unseen = keyof Signals;

/**
 * A rule is as strong as its strongest sign, and a sign as its weakest part. A part that the run does not tell may
 * be anything from 0 to 1: it is unseen where, as a 1, it would make a finding that is none without it.
 */
function suspicionOf(rule: Rule, signals: Signals): Suspicion {
  const all = rule.signs.map((sign) => {
    const strengthIf = (unknown: number) =>
      Math.min(
        ...sign.looksAt.map(([name, from, to]) => ramp(signals[name] ?? NaN, from, to, unknown)),
      );
    const strength = strengthIf(0);
    const names = sign.looksAt.map(([name]) => name).filter((name) => signals[name] === undefined);
    return { rule, sign, strength, unseen: strength < 0.5 && strengthIf(1) >= 0.5 ? names : [] };
  });
  const strongest = all.reduce((best, each) => (each.strength > best.strength ? each : best));
  const unseen = strongest.strength >= 0.5 ? [] : all.flatMap((each) => each.unseen);
  return { ...strongest, unseen };
}

/** 0 at `from`, 1 at `to`, a line between them; `unknown` for NaN. */
function ramp(value: number, from: number, to: number, unknown: number): number {
  if (Number.isNaN(value)) return unknown;
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

function healthy(unseen: readonly Unseen[], run: RunRecord, strongest: number): Finding {
  return {
    pitfall: "healthy",
    evidence:
      `None of the known faults shows; the strongest suspicion is ${strongest.toFixed(2)}.` +
      unseenText(unseen, run),
    confidence: 1 - strongest,
    remedies: [{ text: "Measure the samples: losses and monitors do not tell how good they are" }],
    notebook: "05",
  };
}

function unmeasured(unseen: readonly Unseen[], run: RunRecord): Finding {
  return {
    pitfall: "not enough data",
    evidence: `What could not be measured may hide a fault.${unseenText(unseen, run)}`,
    confidence: 1,
    remedies: [
      {
        text: "Batches of 8 or more (`batchSize`), and as many examples in a snapshot (`snapshotSize`)",
        change: { batchSize: 8, snapshotSize: 8 },
      },
      { text: "Data of more than one example (`dataReport`)" },
    ],
    notebook: "00",
  };
}

function tooShort({ history, monitors }: RunRecord): Finding {
  return {
    pitfall: "not enough data",
    evidence:
      `${history.step.length} steps and ${monitors.length} snapshots are too few to judge: ` +
      `wanted ${fewestRows.history} and ${fewestRows.monitors}.`,
    confidence: 1,
    remedies: [{ text: "Train longer" }, { text: "Take snapshots more often (`snapshotEvery`)" }],
    notebook: "00",
  };
}

function expectMasses(masses: readonly number[] | undefined, { monitors }: RunRecord): void {
  if (!masses) return;
  const modes = monitors.find(({ histogram }) => histogram)?.histogram?.length ?? masses.length;
  if (masses.length !== modes) {
    throw new RangeError(
      `diagnose masses: wanted ${modes}, one for each mode of the histograms, found ${masses.length}`,
    );
  }
  masses.forEach((mass, k) => expectNumber(mass, `diagnose mass ${k}`, { above: 0 }));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  expectNumber(total, "diagnose sum of the masses", { atLeast: 0.999, atMost: 1.001 });
}
