import * as tf from "@tensorflow/tfjs";
import type { Dataset } from "../../data/dataset";
import type { FiniteDataset } from "../../data/finite";
import type { Mixture } from "../../data/mixture";
import type { PlaneDataset } from "../../data/plane";
import { leverOf } from "../../levers/lever";
import { energyDistance } from "../../metrics/energy";
import { classifierFeatures, type ClassifierName } from "../../metrics/features/classifier";
import { frechetDistance } from "../../metrics/frechet";
import { frechetStatistics, type FrechetStatistics } from "../../metrics/frechet-statistics";
import { modeCoverage } from "../../metrics/modes";
import { seeded } from "../../random";
import { samplesUnder } from "../budget";
import type { StudyRun } from "../finished-run";
import { dataFrom, expectSource, type DataSource } from "../shared-data";
import { measureOf, type Measure } from "./measure";

/** Options of {@link energyTo}. */
export interface EnergyToOptions {
  /**
   * What the samples are compared with, as a data set or its data form; "heldOut": the recipe's own `heldOut`. The run's
   * data when left out.
   */
  readonly real?: DataSource;
  /** How many samples, and as many real examples, are drawn; 1000. */
  readonly samples?: number;
}

/**
 * The energy distance of a run's samples to real examples, which are drawn from the stream "real" of its seed: 0 is
 * perfect, in the unit of the data.
 *
 * @example
 * ```ts
 * import { energyTo, twoMoons } from "gan-clinic";
 * const quality = energyTo({ real: twoMoons(), samples: 500 });
 * assert.equal(quality.better, "less");
 * ```
 */
export function energyTo({ real, samples = 1000 }: EnergyToOptions = {}): Measure {
  expectReal(real, "energyTo real");
  return measureOf(
    "energyTo",
    { real, samples },
    { title: "energy distance to real examples", unit: "energy distance", better: "less" },
    async (run) => {
      const data = await realOf(real, run, "energyTo real");
      const n = samplesUnder(run.budget, samples);
      const [fake, others] = [await run.sample(n), data.sample(n, seeded(run.seed).stream("real"))];
      const distance = energyDistance(fake, others);
      tf.dispose([fake, others]);
      return distance;
    },
  );
}

/** Options of {@link frechetTo}. */
export interface FrechetToOptions {
  /**
   * The real pictures: all of them, where they lie in memory. As a data set or its data form; "heldOut": the recipe's own
   * `heldOut`.
   */
  readonly real: DataSource;
  /** The classifier whose features are compared. */
  readonly features: ClassifierName;
  /** How many samples are drawn; 2000. */
  readonly samples?: number;
}

/**
 * The Fréchet distance of a run's samples to real pictures, in the features of a classifier that comes with the library.
 * It compares with numbers over the same features, the same pictures and as many samples only.
 *
 * @throws TypeError for real pictures that do not all lie in memory, when it is measured
 * @example
 * ```ts
 * import { frechetTo } from "gan-clinic";
 * const quality = frechetTo({ real: { mnist: { split: "test", size: 14 } }, features: "mnist-14" });
 * assert.equal(quality.unit, "Fréchet distance");
 * ```
 */
export function frechetTo({ real, features, samples = 2000 }: FrechetToOptions): Measure {
  expectReal(real, "frechetTo real");
  const network = classifierFeatures(features);
  const d = network.features;
  const known = new WeakMap<Float32Array, Promise<FrechetStatistics>>(); // of the real pictures
  const statisticsOf = (pictures: Float32Array) => {
    const statistics =
      known.get(pictures) ?? frechetStatistics(network.featuresOf(pictures), { d });
    known.set(pictures, statistics);
    return statistics;
  };
  return measureOf(
    "frechetTo",
    { real, features, samples },
    { title: "Fréchet distance", unit: "Fréchet distance", better: "less" },
    async (run) => {
      const pictures = picturesOf(await realOf(real, run, "frechetTo real"), run.budget);
      const statistics = await statisticsOf(pictures);
      const fake = await run.sample(samplesUnder(run.budget, samples));
      const images = Float32Array.from(fake.dataSync());
      fake.dispose();
      return frechetDistance(statistics, network.featuresOf(images), { d });
    },
  );
}

/** The first of many pictures, as smoke runs have them, by all of them. */
const firstOf = new WeakMap<Float32Array, Float32Array>();

function picturesOf(real: Dataset, budget: StudyRun["budget"]): Float32Array {
  const { examples, count, name } = real as Partial<FiniteDataset>;
  if (!examples || !count) {
    throw new TypeError(
      `frechetTo real: wanted a data set whose examples all lie in memory, found "${String(name)}"; give part of it (subset)`,
    );
  }
  if (budget !== "smoke") return examples;
  const few =
    firstOf.get(examples) ?? examples.subarray(0, (examples.length / count) * Math.min(count, 200));
  firstOf.set(examples, few);
  return few;
}

/** What a recipe holds out, for a measure to compare with. */
const HELD_OUT = "heldOut";

function expectReal(real: DataSource | undefined, what: string): void {
  if (real !== HELD_OUT) expectSource(real, what);
}

/** What a run is compared with: what the measure says, or the run's own data. */
function realOf(real: DataSource | undefined, run: StudyRun, what: string): Promise<Dataset> {
  if (real === undefined) return run.data();
  if (real !== HELD_OUT) return dataFrom(real);
  const { heldOut } = run.recipe;
  if (heldOut !== undefined) return dataFrom(heldOut);
  throw new TypeError(
    `${what}: wanted a recipe with heldOut, found none in the arm "${run.arm}"; give it one, or search with folds`,
  );
}

/** What {@link modesOf} reports: a field of what `modeCoverage` gives, or the share of the commonest mode. */
export type ModeReport = "modes" | "highQuality" | "reverseKL" | "commonest";

/** Options of {@link modesOf}. */
export interface ModesOfOptions {
  /** Whose modes, as a mixture or its data form; those of the run's own data. */
  readonly mixture?: DataSource;
  /** Which number; "modes". */
  readonly report?: ModeReport;
  /** How many samples are drawn; 1000. */
  readonly samples?: number;
}

const reports: Readonly<Record<ModeReport, readonly [title: string, better: "more" | "less"]>> = {
  modes: ["modes that are covered", "more"],
  highQuality: ["share of high quality", "more"],
  reverseKL: ["reverse KL (nats)", "less"],
  commonest: ["share of the commonest mode", "less"],
};

/**
 * What a run's samples make of a mixture's modes, as `modeCoverage` counts it. Samples in the space around a plane are
 * projected onto it.
 *
 * @throws TypeError for data without modes, when it is measured
 * @example
 * ```ts
 * import { modesOf } from "gan-clinic";
 * assert.equal(modesOf({ report: "reverseKL" }).better, "less");
 * ```
 */
export function modesOf({
  mixture,
  report = "modes",
  samples = 1000,
}: ModesOfOptions = {}): Measure {
  expectSource(mixture, "modesOf mixture");
  const [title, better] = reports[report];
  return measureOf(
    "modesOf",
    { mixture, report, samples },
    { title, unit: title, better },
    async (run) => {
      const data = await run.data();
      const modes = (await dataFrom(mixture ?? mixtureOf(data))) as Mixture;
      const fake = await run.sample(samplesUnder(run.budget, samples));
      const { project } = data as Partial<PlaneDataset>;
      const points = project ? project(fake as tf.Tensor2D) : fake;
      const coverage = modeCoverage(points, modes);
      tf.dispose([fake, points]);
      if (report !== "commonest") return coverage[report];
      return Math.max(...coverage.histogram) / coverage.samples;
    },
  );
}

/** The mixture that data are drawn from, or that lies on their plane. */
function mixtureOf(data: Dataset): DataSource {
  if ("centres" in data) return data;
  const inner = leverOf(data)?.parameters.data;
  if (inner !== undefined && inner !== null) return inner as DataSource;
  throw new TypeError(
    `modesOf mixture: wanted a mixture, such as ring(), found nothing, and the run's data "${data.name}" have no modes`,
  );
}
