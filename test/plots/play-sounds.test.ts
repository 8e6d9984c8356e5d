import { describe, expect, it } from "vitest";
import { decodeWav } from "../../src/data/wav";
import { soundPlayer } from "../../src/plots/play-sounds";
import { spectrograms } from "../../src/plots/spectrograms";

const sounds = Float32Array.from({ length: 200 }, (_, i) => Math.sin(i));

describe("a player of sounds", () => {
  it("carries all of them as one WAV file, with silence between", () => {
    const html = soundPlayer({ sounds, length: 100, rate: 1000, title: "t", gap: 0.05 })["text/html"] as string;
    const [, data] = /base64,([^"]+)"/.exec(html)!;
    const { rate, channels } = decodeWav(Buffer.from(data, "base64"), "player");
    expect([rate, channels[0].length]).toEqual([1000, 2 * (100 + 50)]);
    expect(channels[0][1]).toBeCloseTo(sounds[1], 3);
    expect(channels[0][151]).toBeCloseTo(sounds[101], 3);
    expect(Math.max(...channels[0].slice(100, 150).map(Math.abs))).toBe(0);
  }); // prettier-ignore

  it("says what is heard, and takes no tag from the title", () => {
    const player = soundPlayer({ sounds, length: 200, rate: 1000, title: '<b> "x"' });
    expect(player["text/html"]).toContain('aria-label="&lt;b&gt; &#34;x&#34;"');
    expect(player["text/plain"]).toBe('<b> "x": 1 sound of 0.2 s each, to be heard in JupyterLab');
  });

  it("refuses what is no sound", () => {
    const good = { sounds, length: 100, rate: 1000, title: "t" };
    expect(() => soundPlayer({ ...good, length: 150 })).toThrow(TypeError);
    expect(() => soundPlayer({ ...good, sounds: Float32Array.of(NaN), length: 1 })).toThrow(RangeError);
    expect(() => soundPlayer({ ...good, rate: 0 })).toThrow(/rate/);
    expect(() => soundPlayer({ ...good, title: "" })).toThrow(/title/);
    expect(() => soundPlayer({ ...good, gap: -1 })).toThrow(/gap/);
    expect(() => soundPlayer({ ...good, sounds: new Float32Array(0) })).toThrow(RangeError);
  }); // prettier-ignore
});

describe("spectrograms", () => {
  const sound = {
    name: "tone",
    times: Float64Array.of(0.1, 0.2),
    frequencies: Float64Array.of(0, 10, 20),
    decibels: Float32Array.of(0, -60, -60, -60, -60, 0),
  };

  it("have time and frequency as axes, in seconds and Hz, each cell around its middle", () => {
    const spec = JSON.stringify(spectrograms({ title: "t", alt: "a", sounds: [sound] }).spec);
    expect(spec).toContain("time (s)");
    expect(spec).toContain("frequency (Hz)");
    expect(spec).toContain("[0.05,0.25]");
  });

  it("refuse numbers that do not fit", () => {
    const short = { ...sound, decibels: new Float32Array(5) };
    expect(() => spectrograms({ title: "t", alt: "a", sounds: [short] })).toThrow(/decibels/);
    expect(() => spectrograms({ title: "t", alt: "a", sounds: [] })).toThrow(RangeError);
    expect(() => spectrograms({ title: "t", alt: "a", sounds: [{ ...sound, name: "" }] })).toThrow(
      /name/,
    );
  });
});
