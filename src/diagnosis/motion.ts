import { mean } from "../statistics";
import type { DiagnosedMonitor, SnapshotRecord } from "./run-record";
import { part, spreadOut, usual } from "./statistics";

// Snapshots show what the generator makes of the same latent vectors, so their samples can be followed. The
// unit of every length here is the distance of two real examples.

export interface Motion {
  /** Distance of two real examples, in the unit of the data. */
  readonly realDistance: number;
  /** How far a sample goes in a tenth of the run, on average over the second half. */
  readonly motion?: number;
  /** How far it comes from the middle of the run to the end. */
  readonly progress?: number;
  /** `progress` by the length of the way: 1 is a straight line, 0 a circle; six steps at random give .4. */
  readonly straightness?: number;
}

/** Not a number when no monitor tells how far real examples are apart; no motion of too few snapshots. */
export function motionOf(
  snapshots: readonly SnapshotRecord[],
  monitors: readonly DiagnosedMonitor[],
): Motion {
  const realDistance = realDistanceOf(snapshots, monitors);
  const stops = spreadOut(part(snapshots, 0.5, 1), 6); // 0 to 5 tenths of the run
  if (stops.length < 3 || !(realDistance > 0)) return { realDistance };
  const legs = stops.slice(1).map((stop, i) => moved(stops[i], stop) / realDistance);
  const way = legs.reduce((sum, leg) => sum + leg, 0);
  const progress = moved(stops[0], stops.at(-1)!) / realDistance;
  return {
    realDistance,
    motion: way / 5,
    progress,
    ...(way > 0 && { straightness: progress / way }),
  };
}

/** `diversity` is the distance of two fakes by that of two real examples: so the latter can be had. */
function realDistanceOf(
  snapshots: readonly SnapshotRecord[],
  monitors: readonly DiagnosedMonitor[],
): number {
  const estimates = snapshots.map((snapshot) => {
    const row = monitors.find(({ step }) => step === snapshot.step);
    if (!row || !(row.diversity > 1e-3)) return NaN;
    return neighbourDistance(snapshot) / row.diversity || NaN; // 0 apart is no unit
  });
  return usual(estimates);
}

/** Mean distance of neighbours in a snapshot, which are independent draws; a single sample has none. */
function neighbourDistance({ samples, shape }: SnapshotRecord): number {
  const [n] = shape;
  if (n < 2) return NaN;
  const width = samples.length / n;
  return mean(
    Array.from({ length: n }, (_, i) =>
      distance(samples, i * width, samples, ((i + 1) % n) * width, width),
    ),
  );
}

/** Mean distance of the samples of two snapshots, latent vector by latent vector. */
function moved(from: SnapshotRecord, to: SnapshotRecord): number {
  const [n] = from.shape;
  const width = from.samples.length / n;
  return mean(
    Array.from({ length: n }, (_, i) =>
      distance(from.samples, i * width, to.samples, i * width, width),
    ),
  );
}

function distance(
  a: ArrayLike<number>,
  i: number,
  b: ArrayLike<number>,
  j: number,
  width: number,
): number {
  let sum = 0;
  for (let k = 0; k < width; k++) sum += (a[i + k] - b[j + k]) ** 2;
  return Math.sqrt(sum);
}
