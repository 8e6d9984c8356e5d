import type { Dataset } from "../../../src/data/dataset";
import {
  balanced,
  corrupted,
  digits8,
  faces,
  grid,
  kFold,
  onPlane,
  pixelFaces,
  ring,
  seeded,
  sentences,
  sounds,
  spiral,
  split,
  stackedMnist,
  subset,
  swissRoll,
  twoMoons,
} from "../../../src/index";

/** Every data set that needs no network. */
export interface DatasetRow {
  readonly name: string;
  readonly make: () => Dataset;
}

export const datasets: readonly DatasetRow[] = [
  { name: "ring", make: ring },
  { name: "grid", make: grid },
  { name: "swissRoll", make: swissRoll },
  { name: "twoMoons", make: twoMoons },
  { name: "spiral", make: spiral },
  { name: "onPlane", make: () => onPlane(ring(), 64, seeded(1)) },
  { name: "sounds", make: () => sounds({ length: 64 }) },
  { name: "sentences", make: () => sentences({ unit: "words" }) },
  { name: "digits8", make: digits8 },
  { name: "faces", make: faces },
  {
    name: "pixelFaces",
    // every class is seen in 300 draws
    make: () =>
      pixelFaces({ count: 60, shares: { long: 1, glasses: 0, hat: 0, sad: 0.5, beard: 0 } }),
  },
  { name: "stackedMnist", make: () => stackedMnist(digits8()) },
  { name: "subset", make: () => subset(ring(), 20, seeded(1)) },
  { name: "split", make: () => split(faces(), { train: 70, heldOut: 30 }, seeded(1)).heldOut },
  { name: "kFold", make: () => kFold(faces(), 3, seeded(1))[1].train },
  { name: "balanced", make: () => balanced(digits8()) },
  { name: "corrupted", make: () => corrupted(digits8(), { noise: 0.3, blank: 0.1 }, seeded(1)) },
];
