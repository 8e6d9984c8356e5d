import type { RunRecord } from "./run-record";
import { isCritic, type Signals } from "./signals";

type Name = keyof Signals;

/** What a signal is about in a sentence, and what a training needs for it. */
interface Source {
  readonly names: readonly Name[];
  readonly text: string;
  /** Every training measures it, so that something is amiss when it is missing. */
  readonly essential?: true;
}

const sources: readonly Source[] = [
  {
    names: ["coverage", "coverageFall", "coverageRise", "lostMass", "lostModes", "modeDrift"],
    text: "modes (give the training `histogramOf`)",
  },
  { names: ["overfitting"], text: "overfitting (give it `heldOut`)" },
  {
    names: ["motion", "progress", "straightness"],
    text: "moving samples (keep the snapshots)",
  },
  {
    names: ["diversity", "spreadErrorBefore", "spreadErrorEnd", "mismatch"],
    text: "diversity (the monitors compare the distances of two fakes and of two real examples: they need batches of two or more, and examples that differ)",
    essential: true,
  },
  {
    names: ["scoreRange"],
    text: "the discriminator's slope (its unit is the distance of two real examples: it needs `diversity`, and snapshots of two samples or more)",
  },
  {
    names: ["certainty", "accuracy"],
    text: "how sure the discriminator is (its probabilities)",
    essential: true,
  },
  { names: ["generatorLoss"], text: "the generator's loss", essential: true },
  {
    names: ["generatorGradient", "gradientFall", "gradientBurst", "depthFall", "depthGrowth"],
    text: "gradients",
    essential: true,
  },
  {
    names: ["dataNotFinite", "dataAlike", "dataFarOut"],
    text: "the numbers of the data (keep the run's `facts`, or ask `dataReport`)",
  },
  { names: ["outOfReach"], text: "what the generator can reach (keep the run's `facts`)" },
  { names: ["unboundedCritic"], text: "what bounds the critic (keep the run's `facts`)" },
];

const ofSnapshots: readonly Name[] = ["motion", "progress", "straightness", "scoreRange"];

/** Whether a record of this kind has the signal, unless something is amiss. */
export function isEssential(name: Name, run: RunRecord): boolean {
  if (name === "certainty" || name === "accuracy") return !isCritic(run);
  if (ofSnapshots.includes(name)) return run.snapshots !== undefined && run.snapshots.length > 0;
  return sources.some(({ names, essential }) => essential && names.includes(name));
}

/** A sentence with what was not looked at; nothing where all was. */
export function unseenText(names: readonly Name[], run: RunRecord): string {
  const found = sources.filter((source) => source.names.some((name) => names.includes(name)));
  const texts = found.map((source) => reasonOf(source, run) ?? source.text);
  return texts.length === 0 ? "" : ` Not looked at: ${texts.join(", ")}.`;
}

/** Another reason than the usual one. */
function reasonOf({ names }: Source, run: RunRecord): string | undefined {
  if (names.includes("certainty") && isCritic(run)) {
    return "how sure the discriminator is (the scores of this loss are heights, no probabilities)";
  }
  if (names.includes("lostModes") && run.monitors.some((row) => row.histogram !== undefined)) {
    return "rare modes (the monitors have no `counts`)";
  }
  if (names.includes("overfitting") && run.monitors.some((row) => row.overfitting !== undefined)) {
    return "overfitting (the batch has one held-out example, or all have one score)";
  }
  return undefined;
}
