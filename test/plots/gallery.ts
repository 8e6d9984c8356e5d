import { bars } from "../../src/plots/bars";
import type { Chart } from "../../src/plots/chart";
import { curves } from "../../src/plots/curves";
import { explore } from "../../src/plots/explore";
import { planeGallery } from "./gallery-plane";
import { seedGallery } from "./gallery-seeds";
import { imageScrub } from "../../src/plots/image-scrub";
import { imageFrames, imageGrid } from "../../src/plots/images";
import { scatterFrames } from "../../src/plots/scatter-frames";
import { scatterScrub } from "../../src/plots/scatter-scrub";
import { scatterPlot } from "../../src/plots/scatter";
import { spectrogram } from "../../src/data/spectrogram";
import { spectrograms } from "../../src/plots/spectrograms";

const corners = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
];
const frames = [
  { step: 0, samples: [[0, 0]] },
  { step: 500, samples: Float32Array.of(1, 1, 0.9, 0.95) },
  { step: 1250, samples: [[-1, -1], [-1, 1], [9, 9]] }, // prettier-ignore
];
const wave = (n: number) => Array.from({ length: n }, (_, i) => 1.5 + Math.sin(i / 40));
const steps = (n: number) => Array.from({ length: n }, (_, i) => i);
const ramp = (n: number) => Float32Array.from({ length: n }, (_, i) => (2 * i) / (n - 1) - 1);

/** One small chart of every kind, each under 25 lines: what it takes to make one. */
export const gallery: Readonly<Record<string, () => Chart>> = {
  scatter: () =>
    scatterPlot({
      title: "All generated points sit on one mode",
      alt: "The generated points cover one of four modes.",
      real: corners,
      fake: Float32Array.of(1, 1, 0.9, 0.95, 1.05, 1, 40, 2),
      centres: corners,
    }),
  explore: () =>
    explore({
      title: "A swing with friction comes to rest",
      alt: "The swing's width falls from 1 to nearly 0 within ten seconds.",
      sliders: { friction: { title: "friction (1/s)", from: 0, to: 2, value: 0.5, step: 0.1 } },
      x: { name: "t", title: "time (s)", domain: [0, 10] },
      y: { title: "place (m)", domain: [-1, 1] },
      where: { reach: "exp(-friction * t)" },
      lines: [
        { name: "swing", formula: "reach * cos(3 * t)" },
        { name: "reach", formula: "reach" },
      ],
      reference: [{ value: 0, label: "at rest" }],
    }),
  spectrograms: () =>
    spectrograms({
      title: "A steady tone is a level line, a glide a slope",
      alt: "The first sound is a level line at 800 Hz, the second rises from 200 to 1,500 Hz.",
      columns: 2,
      sounds: [
        { name: "steady", turns: (t: number) => 800 * t },
        { name: "glide", turns: (t: number) => 200 * t + 20_000 * t ** 2 },
      ].map(({ name, turns }) => {
        const sound = steps(256).map((i) => Math.sin(2 * Math.PI * turns(i / 8192)));
        return { name, ...spectrogram(Float32Array.from(sound), { rate: 8192 }) };
      }),
    }),
  "scatter-real": () =>
    scatterPlot({
      title: "The data",
      alt: "Four points in a square.",
      real: corners,
      xTitle: "x (m)",
      yTitle: "y (m)",
      domain: [-2, 2],
    }),
  "scatter-frames": () =>
    scatterFrames({
      title: "The generator hops from mode to mode",
      alt: "The generated points move from the middle to the right and then to the left.",
      frames,
      real: corners,
      columns: 2,
    }),
  "scatter-frames-labels": () =>
    scatterFrames({
      title: "An average hits the mode that its generator circles",
      alt: "The generator's points lie around a corner, the average's on it.",
      frames: [
        { step: 0, samples: [[0.6, 1], [1, 0.6], [1.4, 1], [1, 1.4]], label: "generator" },
        { step: 1, samples: [[1, 1], [1.05, 1]], label: "its average" },
      ], // prettier-ignore
      real: corners,
    }),
  "scatter-scrub": () =>
    scatterScrub({
      title: "Slide to see the generator hop",
      alt: "The generated points end on the left.",
      frames,
      real: corners,
      centres: corners,
    }),
  curves: () =>
    curves({
      title: "The discriminator wins",
      alt: "The discriminator loss falls, the generator loss rises.",
      x: [0, 100, 200, 300],
      series: [
        { name: "discriminator", values: [0.7, 0.3, 0.1, 0.05] },
        {
          name: "generator",
          values: [0.7, 1.5, 3, 3.4],
          low: [0.7, 1, 2, 3],
          high: [0.7, 2, 4, 4],
        },
      ],
      yTitle: "loss (nats)",
      reference: [{ value: Math.LN2, label: "ln 2: chance" }],
    }),
  "curves-thinned": () =>
    curves({
      title: "A long series is thinned and its spread is shaded",
      alt: "The values swing between 0.5 and 2.5.",
      x: steps(1200),
      series: [{ name: "score", values: wave(1200) }],
      yTitle: "score",
      yDomain: [1, 3],
      band: true,
    }),
  "curves-log": () =>
    curves({
      title: "Gradients vanish with sigmoid, they stay with LeakyReLU",
      alt: "The gradient falls to a millionth with sigmoid and stays at one with LeakyReLU.",
      x: [1, 2, 3, 4],
      series: [
        { name: "LeakyReLU", values: [1, 1.1, 0.9, 1] },
        { name: "sigmoid", values: [1, 1e-2, 1e-4, 1e-6] },
      ],
      xTitle: "layer, from the output",
      yTitle: "gradient norm",
      yScale: "log",
    }),
  bars: () =>
    bars({
      title: "Two modes are missing",
      alt: "The generator serves modes 1 and 2 of 4.",
      categories: ["1", "2", "3", "4"],
      series: [
        { name: "real", values: [0.25, 0.25, 0.25, 0.25] },
        {
          name: "generated",
          values: [0.6, 0.4, 0, 0],
          low: [0.5, 0.3, 0, 0],
          high: [0.7, 0.5, 0, 0],
        },
      ],
      xTitle: "mode",
      yTitle: "share of samples",
      reference: [{ value: 0.25, label: "even" }],
    }),
  "bars-long-labels": () =>
    bars({
      title: "One series, long labels",
      alt: "The second is twice the first.",
      categories: ["minibatch discrimination", "feature matching", "minibatch stddev", "packing"],
      series: [{ name: "modes", values: [4, 8, 7, 6] }],
      xTitle: "remedy",
      yTitle: "modes covered (of 8)",
    }),
  "image-grid": () =>
    imageGrid({
      title: "Two colour pictures and a caption under each",
      alt: "Both pictures go from dark to light.",
      images: ramp(2 * 4 * 4 * 3), // (2, 4, 4, 3)
      height: 4,
      width: 4,
      channels: 3,
      captions: ["dark", "light"],
    }),
  "image-frames": () =>
    imageFrames({
      title: "The picture appears",
      alt: "The picture is grey at step 0 and a ramp at step 1,000.",
      frames: [
        { step: 0, images: new Float32Array(16) }, // (1, 4, 4, 1)
        { step: 1000, images: ramp(16) },
      ],
      height: 4,
      width: 4,
    }),
  "image-scrub": () =>
    imageScrub({
      title: "Slide to see the pictures appear",
      alt: "All pictures are grey at step 0; at step 1,000 they are ramps.",
      frames: [
        { step: 0, images: new Float32Array(64) }, // (4, 4, 4, 1)
        { step: 1000, images: ramp(64) },
      ],
      height: 4,
      width: 4,
    }),
  ...planeGallery,
  ...seedGallery,
};
