import { expectNumber } from "../shape";

/** How many zero crossings of the filter there are on each side. */
const lobes = 16;

/**
 * Another number of samples a second, by a low-pass filter (a sinc under a Hann window): what is higher
 * than half the new rate would come back as a false low pitch, so it is taken out.
 *
 * @throws RangeError for a rate that is not positive
 * @example
 * ```ts
 * import { resampleSound } from "gan-clinic";
 * const second = (rate: number) => Float32Array.from({ length: rate }, (_, i) => Math.sin(2 * Math.PI * 5 * i / rate));
 * const slow = resampleSound(second(400), 400, 100);
 * assert.equal(slow.length, 100);
 * assert.ok(Math.abs(slow[50] - second(100)[50]) < 0.01);
 * ```
 */
export function resampleSound(samples: Float32Array, from: number, to: number): Float32Array {
  expectNumber(from, "resampleSound from", { above: 0 });
  expectNumber(to, "resampleSound to", { above: 0 });
  if (from === to) return samples.slice();
  const step = from / to; // old samples for each new one
  const cut = Math.min(1, 1 / step); // of half the old rate
  const reach = lobes / cut;
  return Float32Array.from({ length: Math.round(samples.length / step) }, (_, i) => {
    const centre = i * step;
    let sum = 0;
    const last = Math.min(samples.length - 1, Math.floor(centre + reach));
    for (let k = Math.max(0, Math.ceil(centre - reach)); k <= last; k++) {
      const distance = k - centre;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / reach);
      sum += samples[k] * cut * sinc(cut * distance) * window;
    }
    return sum;
  });
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
