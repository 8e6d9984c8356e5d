import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { waveganDiscriminator } from "../../src/networks/wavegan";
import { withoutDraws } from "../../src/networks/without-draws";
import { bigganGenerator } from "../../src/networks/biggan";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";

beforeAll(() => startEngine("wasm"));

it("does in training what the network does at use, with the same weights", () => {
  const judge = waveganDiscriminator({ name: "d", samples: 256, width: 2, random: seeded(1) });
  const plain = withoutDraws(judge);
  expect(plain.variables).toBe(judge.variables);
  const sounds = seeded(2).normal([3, 256]);
  const training = { training: true, random: seeded(3) };
  const [shuffled, still, atUse] = [
    judge.apply(sounds, training),
    plain.apply(sounds, training),
    judge.apply(sounds),
  ].map((scores) => scores.dataSync());
  expect(still).toEqual(atUse);
  expect(shuffled).not.toEqual(atUse);
  expect(plain.features!(sounds, training).dataSync()).toEqual(judge.features!(sounds).dataSync());
  judge.dispose();
});

it("hands labels on", () => {
  const artist = bigganGenerator({
    name: "g",
    size: 16,
    channels: 1,
    width: 2,
    classes: 3,
    latentSize: 6,
    random: seeded(1),
  });
  const latent = seeded(2).normal([2, 6]);
  const labels = tf.tensor1d([0, 2], "int32");
  const [found, wanted] = [withoutDraws(artist), artist].map((each) =>
    each.apply(latent, { labels }).dataSync(),
  );
  expect(found).toEqual(wanted);
  artist.dispose();
});
