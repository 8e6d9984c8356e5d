import type { Chart } from "../../src/plots/chart";
import { curves } from "../../src/plots/curves";
import { decisionFrames, decisionScrub, decisionSurface } from "../../src/plots/decision";
import { densityPlot } from "../../src/plots/density";
import { latentWalk, latentWalkPoints } from "../../src/plots/latent-walk";
import { replay } from "../../src/plots/replay";
import { trajectories } from "../../src/plots/trajectories";
import { cellCentres, type Surface } from "../../src/plots/surface";

const angles = Array.from({ length: 8 }, (_, k) => (k * Math.PI) / 4);
const ring = angles.map((a) => [Math.cos(a), Math.sin(a)]);
/** Points around the ring's modes, as regular as a flower. */
const real = ring.flatMap(([x, y]) =>
  [0, 1, 2].map((i) => [x + 0.04 * i * Math.cos(3 * i), y + 0.04 * i * Math.sin(3 * i)]),
);
/** `count` points around each centre, as a sunflower puts its seeds. */
const cloud = (centres: readonly number[][], count: number) =>
  centres.flatMap(([x, y]) =>
    Array.from({ length: count }, (_, i) => {
      const [radius, turn] = [0.2 * Math.sqrt((i + 0.5) / count), 2.4 * i];
      return [x + radius * Math.cos(turn), y + radius * Math.sin(turn)];
    }),
  );
const fake = angles.map((a, i) => [0.9 + 0.03 * i * Math.cos(a), 0.1 + 0.03 * i * Math.sin(a)]);
const domain = [-1.8, 1.8] as const;

/** A surface from its formula. */
function surface(f: (x: number, y: number) => number, size = 16): Surface {
  const centres = cellCentres(domain, size);
  return { domain, size, values: centres.flatMap((y) => centres.map((x) => f(x, y))) };
}
const sigmoid = (t: number) => 1 / (1 + Math.exp(-t));
/** A discriminator that knows the ring, more surely the greater `slope` is. */
const ringScore = (slope: number) => (x: number, y: number) =>
  slope * (0.15 - (Math.hypot(x, y) - 1) ** 2 - 0.1 * x);
const knows = (slope: number) => (x: number, y: number) => sigmoid(ringScore(slope)(x, y));
const outwards = (length: number) => ({ at: fake, vectors: fake.map(([x, y]) => [-length * x, length * (0.5 - y)]) }); // prettier-ignore

const frames = [
  { step: 0, surface: surface(knows(0.5)), fake: [[0, 0]] }, // no arrows yet
  { step: 500, surface: surface(knows(4)), fake, arrows: outwards(1) },
  { step: 1500, surface: surface(knows(20)), fake, arrows: outwards(0.2) },
];

const walk = [-1, -0.6, -0.2, 0.2, 0.6, 0, 0, 0, 0, 0];

/** Charts of the plane and of what lies in it. */
export const planeGallery: Readonly<Record<string, () => Chart>> = {
  decision: () =>
    decisionSurface({
      title: "The discriminator sends the lump of samples to the left",
      alt: "D(x) is high on the ring of real points; arrows at the generated points lead left.",
      surface: surface(knows(8)),
      real,
      fake,
      arrows: outwards(0.03),
    }),
  "decision-score": () =>
    decisionSurface({
      title: "The critic's score has no bounds",
      alt: "The score is above 0 on the ring and far below it outside.",
      surface: surface(ringScore(8), 12),
      values: "score",
      xTitle: "x (m)",
    }),
  "decision-frames": () =>
    decisionFrames({
      title: "A sure discriminator sends the samples nowhere",
      alt: "The arrows are longest at step 500 and almost gone at step 1,500.",
      frames,
      real,
    }),
  replay: () =>
    replay({
      title: "Slide to play the training back",
      alt: "The discriminator becomes sure, the gradients become small.",
      frames,
      real,
      curves: curves({
        title: "Its loss falls meanwhile",
        alt: "The loss falls from 1.4 to 0.2.",
        x: [0, 500, 1000, 1500],
        series: [
          { name: "discriminator", values: [1.4, 0.9, 0.4, 0.2] },
          { name: "generator", values: [0.7, 1.5, 2.5, 3.5] },
        ],
        yTitle: "loss (nats)",
      }),
    }),
  "decision-scrub": () =>
    decisionScrub({
      title: "Slide to see the arrows shrink",
      alt: "The arrows are longest at step 500 and almost gone at step 1,500.",
      frames,
      real,
    }),
  density: () =>
    densityPlot({
      title: "Half of the ring gets nearly all samples",
      alt: "The real samples are even over eight modes; the generated ones lie on three of them.",
      real: cloud(ring, 24),
      fake: [...cloud(ring.slice(0, 3), 60), [9, 9]],
      size: 16,
    }),
  trajectories: () =>
    trajectories({
      title: "Friction turns the circle into a spiral",
      alt: "Without friction the way goes round at distance 1; with it, the way ends near the middle.",
      series: [0, 0.15].map((friction) => ({
        name: friction === 0 ? "no friction" : "friction .15",
        points: Array.from({ length: 60 }, (_, i) => {
          const [radius, turn] = [Math.exp((-friction * i) / 5), i / 10];
          return [radius * Math.cos(turn), radius * Math.sin(turn)];
        }),
      })),
      target: [0, 0],
      domain: [-1.2, 1.2],
      xTitle: "generator's weight",
      yTitle: "discriminator's weight",
    }),
  "latent-walk": () =>
    latentWalk({
      title: "Two walks: one brightens, the other stays",
      alt: "The upper row goes from black to light grey, the lower row is grey throughout.",
      images: Float32Array.from({ length: 10 * 64 }, (_, i) => walk[Math.floor(i / 64)]), // (10, 8, 8, 1)
      height: 8,
      width: 8,
      steps: 5,
    }),
  "latent-walk-points": () =>
    latentWalkPoints({
      title: "A walk rests on modes and jumps between them",
      alt: "The first walk visits three modes of the ring, the second stays at one.",
      walks: [
        cloud(ring.slice(0, 3), 4),
        Array.from({ length: 12 }, (_, i) => [-1 + 0.01 * i, 0.02 * i]),
      ],
      real,
    }),
};
