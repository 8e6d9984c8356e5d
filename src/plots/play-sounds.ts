import { encodeWav } from "../data/wav";
import { expectInteger, expectNumber } from "../shape";
import { escapeHtml } from "../text";
import { showBundle, type MimeBundle } from "./display";
import { expectFinite, expectText } from "./numbers";

/** Options of {@link playSounds}. */
export interface PlayOptions {
  /** (n, length): one sound after the other; -1 to 1, what lies beyond is cut. */
  readonly sounds: Float32Array;
  /** Numbers in a sound. */
  readonly length: number;
  /** Numbers in a second. */
  readonly rate: number;
  /** What is heard, in a few words: it stands beside the player, and is read aloud in its place. */
  readonly title: string;
  /** Seconds of silence between two sounds; 0.15. */
  readonly gap?: number;
}

/**
 * The output that {@link playSounds} shows: a player in HTML whose sound travels in it as a WAV file, and a sentence for
 * where nothing can be played.
 *
 * @throws TypeError when the numbers do not make whole sounds, or there is no title
 * @throws RangeError for a length, rate or gap out of range, no sound, or a number that is not finite
 * @example
 * ```ts
 * import { soundPlayer } from "gan-clinic";
 * const sounds = Float32Array.from({ length: 512 }, (_, i) => Math.sin(0.3 * i));
 * const player = soundPlayer({ sounds, length: 256, rate: 8192, title: "two tones" });
 * assert.match(String(player["text/html"]), /<audio controls.*src="data:audio\/wav;base64,/);
 * assert.equal(player["text/plain"], "two tones: 2 sounds of 0.03 s each, to be heard in JupyterLab");
 * ```
 */
export function soundPlayer({ sounds, length, rate, title, gap = 0.15 }: PlayOptions): MimeBundle {
  expectText(title, "soundPlayer title");
  expectInteger(length, "soundPlayer length", { atLeast: 1 });
  expectInteger(rate, "soundPlayer rate", { atLeast: 1 });
  expectNumber(gap, "soundPlayer gap", { atLeast: 0, atMost: 10 });
  expectFinite(sounds, "soundPlayer sounds");
  if (sounds.length % length !== 0) {
    throw new TypeError(
      `soundPlayer sounds: wanted rows of ${length} numbers, found ${sounds.length} numbers`,
    );
  }
  const count = expectInteger(sounds.length / length, "soundPlayer sounds", { atLeast: 1 });
  const pause = Math.round(gap * rate);
  const whole = new Float32Array(count * (length + pause));
  for (let i = 0; i < count; i++) {
    whole.set(sounds.subarray(i * length, (i + 1) * length), i * (length + pause));
  }
  const data = Buffer.from(encodeWav(whole, rate)).toString("base64");
  const seconds = Number((length / rate).toPrecision(1));
  const each = `${count} ${count === 1 ? "sound" : "sounds"} of ${seconds} s each`;
  const label = escapeHtml(title);
  return {
    "text/html":
      `<p style="margin:4px 0">${label} (${each})</p>` +
      `<audio controls preload="auto" aria-label="${label}" src="data:audio/wav;base64,${data}"></audio>`,
    "text/plain": `${title}: ${each}, to be heard in JupyterLab`,
  };
}

/**
 * Shows a player in the notebook that plays sounds one after the other. JupyterLab 4 keeps it in a notebook that was only
 * opened, too: its sanitiser leaves `audio` and the data in `src` alone. GitHub shows no player.
 *
 * @throws what {@link soundPlayer} throws
 * @example
 * ```ts
 * import { playSounds } from "gan-clinic";
 * const beep = Float32Array.from({ length: 1024 }, (_, i) => 0.5 * Math.sin(0.4 * i));
 * assert.doesNotThrow(() => playSounds({ sounds: beep, length: 1024, rate: 8192, title: "a beep" }));
 * ```
 */
export function playSounds(options: PlayOptions): void {
  showBundle(soundPlayer(options));
}
