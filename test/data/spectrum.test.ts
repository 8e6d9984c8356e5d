import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { excessPower, spectrum } from "../../src/data/spectrum";
import { spectrogram } from "../../src/data/spectrogram";
import { seeded } from "../../src/random";

const tone = (length: number, turns: number, amplitude = 1, from = 0) =>
  Float32Array.from({ length }, (_, i) =>
    i < from ? 0 : amplitude * Math.sin((2 * Math.PI * turns * i) / length),
  );

/** By the definition, Σ w x e^(-2πikn/N), without any speed. */
function slowPower(sound: Float32Array, k: number): number {
  let [real, imaginary] = [0, 0];
  sound.forEach((x, n) => {
    const w = 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / sound.length);
    const turn = (2 * Math.PI * k * n) / sound.length;
    real += w * x * Math.cos(turn);
    imaginary -= w * x * Math.sin(turn);
  });
  return (real ** 2 + imaginary ** 2) / (sound.length / 4) ** 2;
}

describe("the spectrum", () => {
  it("is that of the definition", () => {
    const sound = seeded(1).uniforms(32, -1, 1);
    const { power } = spectrum(sound, { length: 32, rate: 32 });
    expect(power).toHaveLength(17);
    power.forEach((value, k) => {
      expect(value).toBeCloseTo(slowPower(sound, k), 9);
    });
  });

  it("has a tone's power at its frequency, a quarter of it beside, and nothing elsewhere", () => {
    const { frequencies, power } = spectrum(tone(64, 8, 0.5), { length: 64, rate: 6400 });
    expect(frequencies[8]).toBe(800);
    expect(frequencies[32]).toBe(3200);
    expect(power[8]).toBeCloseTo(0.25, 6);
    expect(power[7]).toBeCloseTo(0.0625, 6);
    expect(power[11]).toBeLessThan(1e-9);
  });

  it("is the mean over sounds, in an array or a tensor", () => {
    const both = Float32Array.of(...tone(64, 8), ...tone(64, 16));
    const { power } = spectrum(both, { length: 64, rate: 64 });
    expect(power[8]).toBeCloseTo(0.5, 6);
    expect(power[16]).toBeCloseTo(0.5, 6);
    const same = spectrum(tf.tensor2d(both, [2, 64]), { length: 64, rate: 64 });
    expect(same.power).toEqual(power);
  });

  it("refuses lengths, rates and rows that do not fit", () => {
    expect(() => spectrum(new Float32Array(48), { length: 48, rate: 1 })).toThrow(/power of 2/);
    expect(() => spectrum(new Float32Array(8), { length: 2, rate: 1 })).toThrow(RangeError);
    expect(() => spectrum(new Float32Array(9), { length: 8, rate: 1 })).toThrow(TypeError);
    expect(() => spectrum(new Float32Array(0), { length: 8, rate: 1 })).toThrow(RangeError);
    expect(() => spectrum(new Float32Array(8), { length: 8, rate: 0 })).toThrow(/rate/);
  });
});

describe("the excess at a frequency", () => {
  const flat = (peaks: Record<number, number>) => ({
    frequencies: Float64Array.from({ length: 65 }, (_, k) => 10 * k),
    power: Float64Array.from({ length: 65 }, (_, k) => peaks[k] ?? 1),
  });

  it("is the peak over its neighbours in decibels, averaged", () => {
    expect(excessPower(flat({ 32: 1000 }), [320])).toBeCloseTo(30, 6);
    expect(excessPower(flat({ 33: 1000 }), [320])).toBeCloseTo(30, 6); // one beside counts
    expect(excessPower(flat({ 32: 1000 }), [320, 160])).toBeCloseTo(15, 6);
    expect(excessPower(flat({ 35: 1000 }), [320])).toBeCloseTo(0, 6);
    expect(excessPower(flat({ 64: 100 }), [640])).toBeCloseTo(20, 6); // at the edge
  });

  it("refuses frequencies that the spectrum does not have", () => {
    expect(() => excessPower(flat({}), [641])).toThrow(RangeError);
    expect(() => excessPower(flat({}), [])).toThrow(RangeError);
  });
});

describe("the spectrogram", () => {
  it("shows when a tone begins", () => {
    const sound = tone(256, 64, 1, 128); // 16 turns in a window of 64
    const { times, frequencies, decibels } = spectrogram(sound, { rate: 256, window: 64, hop: 64 });
    expect([...times]).toEqual([32 / 256, 96 / 256, 160 / 256, 224 / 256]);
    expect(frequencies[16]).toBe(64);
    const at = [0, 1, 2, 3].map((moment) => decibels[moment * 33 + 16]);
    expect(at.slice(0, 2)).toEqual([-100, -100]);
    expect(at[2]).toBeCloseTo(0, 3);
    expect(at[3]).toBeCloseTo(0, 3);
  });

  it("refuses a sound shorter than the window, and odd windows", () => {
    expect(() => spectrogram(new Float32Array(32), { rate: 1 })).toThrow(/at least 64/);
    expect(() => spectrogram(new Float32Array(99), { rate: 1, window: 60 })).toThrow(/power of 2/);
    expect(() => spectrogram(new Float32Array(99), { rate: 1, hop: 0 })).toThrow(/hop/);
  });
});
