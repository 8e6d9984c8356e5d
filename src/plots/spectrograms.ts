import type { Spectrogram } from "../data/spectrogram";
import { cellsLayer, cellsUrl } from "./cells";
import { chartFrom, titleOver, type Chart, type ChartOptions, type JsonObject } from "./chart";
import { expectCount, expectFinite, expectInterval, expectLength } from "./numbers";
import { expectSome, expectText } from "./numbers";
import { rampColour, rampLegend, sequentialStops, type Ramp } from "./ramp";

/** A spectrogram with a name to stand over it. */
export interface NamedSpectrogram extends Spectrogram {
  /** What stands over it. */
  readonly name: string;
}

/** Options of {@link spectrograms}. */
export interface SpectrogramsOptions extends ChartOptions {
  /** One or more, as `spectrogram` makes them. */
  readonly sounds: readonly NamedSpectrogram[];
  /** Pictures in a row; 4. */
  readonly columns?: number;
  /** The loudness of white and of the darkest colour, in decibels; [-60, 0]. */
  readonly domain?: readonly [number, number];
}

function check({ sounds, columns = 4, domain = [-60, 0] }: SpectrogramsOptions): void {
  expectSome(sounds, "sounds");
  expectCount(columns, "columns");
  expectInterval(domain, "domain");
  sounds.forEach(({ name, times, frequencies, decibels }, i) => {
    expectText(name, `sounds[${i}].name`);
    expectSome(times, `sounds[${i}].times`);
    expectSome(frequencies, `sounds[${i}].frequencies`);
    expectLength(decibels, times.length * frequencies.length, `sounds[${i}].decibels`);
    expectFinite(decibels, `sounds[${i}].decibels`);
  });
}

/** The axes of a picture of cells: each cell reaches half way to its neighbours. */
function axesLayer(times: Float64Array, frequencies: Float64Array, at: number, columns: number): JsonObject {
  const half = times.length > 1 ? (times[1] - times[0]) / 2 : times[0];
  const scale = (domain: number[]) => ({ domain, nice: false, zero: false });
  const top = frequencies[frequencies.length - 1];
  const isLeft = at % columns === 0;
  return {
    data: { values: [{ time: times[0], frequency: frequencies[0] }] },
    mark: { type: "point", size: 0, filled: true },
    encoding: {
      x: {
        field: "time",
        type: "quantitative",
        title: "time (s)",
        scale: scale([times[0] - half, times[times.length - 1] + half]),
        axis: { grid: false, tickCount: 3, format: "~g" },
      },
      y: {
        field: "frequency",
        type: "quantitative",
        title: isLeft ? "frequency (Hz)" : null,
        scale: scale([0, top]),
        axis: { grid: false, tickCount: 4, labels: isLeft },
      },
    },
  };
} // prettier-ignore

/**
 * Spectrograms side by side: time from left to right, pitch from bottom to top, darker for louder, one scale of colours for
 * all. Sounds whose lines lie at the same heights in every picture have them from the generator, not from the data.
 *
 * @throws TypeError if a sound has no name, or not one number for each moment and frequency
 * @throws RangeError if there is no sound, or a number is not finite
 * @example
 * ```ts
 * import { spectrogram, spectrograms } from "gan-clinic";
 * const sound = Float32Array.from({ length: 256 }, (_, i) => Math.sin(0.3 * i));
 * const chart = spectrograms({
 *   title: "A steady tone is a level line",
 *   alt: "One dark level line near 400 Hz.",
 *   sounds: [{ name: "sine", ...spectrogram(sound, { rate: 8192 }) }],
 * });
 * assert.match(JSON.stringify(chart.spec), /frequency \(Hz\)/);
 * ```
 */
export function spectrograms(options: SpectrogramsOptions): Chart {
  check(options);
  const { sounds, columns = 4, domain = [-60, 0] } = options;
  const [low, high] = domain;
  const ramp: Ramp = { stops: sequentialStops, low, high };
  const [width, height] = [Math.min(260, Math.floor(560 / columns)), 130];
  const concat = sounds.map(({ name, times, frequencies, decibels }, at) => {
    const [columnsOfCells, rows] = [times.length, frequencies.length];
    const values = Float32Array.from(decibels, (_, i) => {
      const [row, column] = [Math.floor(i / columnsOfCells), i % columnsOfCells]; // the top row is the highest
      return decibels[column * rows + (rows - 1 - row)];
    });
    const url = cellsUrl({ rows, columns: columnsOfCells, values }, (x) => rampColour(ramp, x));
    return {
      title: { text: name, fontSize: 11, fontWeight: "normal", offset: 4 },
      width,
      height,
      layer: [
        cellsLayer({ data: { values: [{ url }] } }, width, height),
        ...(at === 0 ? [rampLegend(ramp, { title: "dB", length: height })] : []),
        axesLayer(times, frequencies, at, columns),
      ],
    };
  });
  const title = titleOver(Math.min(columns, sounds.length) * (width + 18), options.title);
  const spacing = { row: 24, column: 14 };
  return chartFrom({ title, concat, columns, spacing }, options.alt);
}
