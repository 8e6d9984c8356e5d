import { expectNumber } from "../shape";
import { diagnosisRules, type Pitfall, type Rule, type Sign } from "./rules";
import type { RunRecord } from "./run-record";
import { fewestRows, isShort, signalsOf, type Signals } from "./signals";

/** One thing that a diagnosis has to say. */
export interface Finding {
  /** What went wrong, or that nothing did, or that the run does not tell. */
  readonly pitfall: Pitfall | "healthy" | "not enough data";
  /** One sentence, with the numbers. */
  readonly evidence: string;
  /** 0 to 1; what is below ½ is no finding. */
  readonly confidence: number;
  /** What to try, the likeliest first. */
  readonly remedies: readonly string[];
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
 * Every rule stands in `diagnosisRules`: the signals it looks at, their bounds, and why. A run with no finding
 * is "healthy", which says that no known fault shows, not that the samples are good: one that has settled on a
 * blur looks healthy too. Measure the samples.
 *
 * Modes are looked at when the training had `histogramOf`, overfitting when it had `heldOut`. What wants
 * probabilities is not looked for with a Wasserstein loss, whose scores are heights.
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
  if (isShort(run) && signals.notFinite === 0) return [notEnoughData(run)];
  const suspicions = diagnosisRules.map((rule) => suspicionOf(rule, signals));
  const found = suspicions.filter(({ strength }) => strength >= 0.5);
  if (found.length === 0) {
    return [healthy(signals, Math.max(...suspicions.map(({ strength }) => strength)))];
  }
  return found
    .map(({ rule, sign, strength }): Finding => {
      const { pitfall, remedies, notebook } = rule;
      const cause = found.find((other) => other.rule.explains.includes(pitfall))?.rule.pitfall;
      return {
        pitfall,
        evidence:
          run.problem && pitfall === "exploding gradient"
            ? run.problem.message
            : sign.evidence(signals as Required<Signals>),
        confidence: cause ? strength / 2 : strength,
        remedies,
        notebook,
        ...(cause && { followsFrom: cause }),
      };
    })
    .sort((a, b) => b.confidence - a.confidence);
}

interface Suspicion {
  readonly rule: Rule;
  readonly sign: Sign;
  readonly strength: number;
}

/** A rule is as strong as its strongest sign, and a sign as its weakest part. */
function suspicionOf(rule: Rule, signals: Signals): Suspicion {
  const all = rule.signs.map((sign) => ({
    rule,
    sign,
    strength: Math.min(...sign.looksAt.map(([name, from, to]) => ramp(signals[name], from, to))),
  }));
  return all.reduce((best, each) => (each.strength > best.strength ? each : best));
}

/** 0 at `from`, 1 at `to`, a line between them; 0 for a signal that the run does not tell. */
function ramp(value: number | undefined, from: number, to: number): number {
  if (value === undefined) return 0;
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

function healthy(signals: Signals, strongest: number): Finding {
  const unseen = [
    ...(signals.coverage === undefined ? ["modes (give the training `histogramOf`)"] : []),
    ...(signals.overfitting === undefined ? ["overfitting (give it `heldOut`)"] : []),
    ...(signals.motion === undefined ? ["moving samples (keep the snapshots)"] : []),
  ];
  return {
    pitfall: "healthy",
    evidence:
      `None of the known faults shows; the strongest suspicion is ${strongest.toFixed(2)}.` +
      (unseen.length === 0 ? "" : ` Not looked at: ${unseen.join(", ")}.`),
    confidence: 1 - strongest,
    remedies: ["Measure the samples: losses and monitors do not tell how good they are"],
    notebook: "05",
  };
}

function notEnoughData({ history, monitors }: RunRecord): Finding {
  return {
    pitfall: "not enough data",
    evidence:
      `${history.step.length} steps and ${monitors.length} snapshots are too few to judge: ` +
      `wanted ${fewestRows.history} and ${fewestRows.monitors}.`,
    confidence: 1,
    remedies: ["Train longer", "Take snapshots more often (`snapshotEvery`)"],
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
