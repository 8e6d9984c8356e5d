import type { RunRecord } from "./run-record";

/** What was given to the training, as far as it is at fault by itself. */
export interface GivenSignals {
  /** 1 when the data have a number that is not finite, else 0. */
  readonly dataNotFinite?: number;
  /** 1 when all examples are the same one, else 0. */
  readonly dataAlike?: number;
  /** Distance of the farthest number of the data from the median of its place, in interquartile ranges, in decades. */
  readonly dataFarOut?: number;
  /** 1 when the loss or a term has made a number that is not finite of scores that are; else left out. */
  readonly lossNotFinite?: number;
  /** 1 when the loss wants a critic of bounded slope, and nothing bounds it; else 0. */
  readonly unboundedCritic?: number;
  /**
   * The least mean squared error that any weights of the generator leave, by the data's variance; 0 where no
   * activation is known to bound its outputs.
   */
  readonly outOfReach?: number;
}

export function givenSignals({ facts, problem }: RunRecord): GivenSignals {
  const isBadBatch = problem?.tensor === "real batch";
  return {
    ...(problem?.cause === "loss" && { lossNotFinite: 1 }),
    ...(isBadBatch && { dataNotFinite: 1 }),
    ...(facts && {
      dataNotFinite: isBadBatch || facts.data.notFinite > 0 ? 1 : 0,
      ...(facts.data.alike !== undefined && { dataAlike: facts.data.alike ? 1 : 0 }),
      dataFarOut: Math.log10(facts.data.farthest?.times ?? 1),
      unboundedCritic: facts.unboundedCritic ? 1 : 0,
      outOfReach: facts.outOfReach?.loss ?? 0,
    }),
  };
}
