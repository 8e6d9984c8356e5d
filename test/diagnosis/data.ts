import { ring, type Mixture } from "../../src/data/mixture";
import { onPlane } from "../../src/data/plane";
import { noisyRing } from "../../src/diagnosis/cases/set-ups";
import { seeded } from "../../src/random";
import type { SetUp } from "./set-up";

/** Its modes nearly touch, so that a small net learns it in 600 steps. */
export const wideRing = ring({ std: 0.15 });
/** It has wide gaps. */
export const narrowRing = ring({ radius: 2, std: 0.05 });
/** Modes so far from each other that the discriminator does not pull from one to the next. */
export const farModes = (modes: number, radius = 4) => ring({ modes, radius, std: 0.2 });

/** A mixture on a plane in a space of many dimensions. */
export function inSpace(
  mixture: Mixture,
  dimensions: number,
): Required<Pick<SetUp, "mixture" | "plane">> {
  return { mixture, plane: onPlane(mixture, dimensions, seeded(99)) };
}

/** So many points near a ring in a space, and 200 others that are held out. */
export function noisyRings(size: number, count: number): Required<Pick<SetUp, "data" | "heldOut">> {
  return { data: noisyRing(size, count, 1), heldOut: noisyRing(size, 200, 2) };
}
