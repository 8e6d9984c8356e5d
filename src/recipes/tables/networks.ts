import { sizeOf } from "../../data/finite";
import type { TextDataset } from "../../data/text";
import { bigganDiscriminator, bigganGenerator } from "../../networks/biggan";
import { cycleganGenerator } from "../../networks/cyclegan";
import { dcganCritic } from "../../networks/dcgan-critic";
import { dcganDiscriminator } from "../../networks/dcgan-discriminator";
import { dcganGenerator } from "../../networks/dcgan-generator";
import { mlp } from "../../networks/mlp";
import type { Network } from "../../networks/network";
import { patchDiscriminator } from "../../networks/patch-discriminator";
import { sequential } from "../../networks/sequential";
import { snganDiscriminator } from "../../networks/sngan-discriminator";
import { snganGenerator } from "../../networks/sngan-generator";
import { styleganDiscriminator } from "../../networks/stylegan-discriminator";
import { styleganGenerator } from "../../networks/stylegan-generator";
import { textDiscriminator, textGenerator } from "../../networks/text";
import { waveganDiscriminator, waveganGenerator } from "../../networks/wavegan";
import type { Random } from "../../random";
import { withHead, type HeadOptions } from "../../training/terms/heads";
import { maker, streamOf, type Maker, type Place, type StreamParameters } from "./maker";

/** What every network takes, and a recipe has not: both follow from the place. */
interface Named {
  readonly name: string;
  readonly random: Random;
}

type Parameters<O> = Omit<O, "name" | "random"> & StreamParameters & { readonly name?: string };

/** A row for a network: its name and its stream are those of its place. */
function network<O extends Named>(
  make: (options: O) => Network,
  follows: Maker<Parameters<O>>["follows"] = () => ({}),
  following: readonly string[] = [],
  defaults: Maker<Parameters<O>>["defaults"] = {},
): Maker<Parameters<O>> {
  return maker(
    ({ name, seed, random, ...options }: Parameters<O>, at) =>
      make({
        ...options,
        name: name ?? at.name,
        random: streamOf({ seed, random }, at),
      } as unknown as O),
    { follows, following: ["name", ...following], defaults },
  );
}

const isGenerator = ({ name }: Place) => name === "generator";
const latent = ({ latentSize }: Place) => (latentSize === undefined ? {} : { latentSize });

/** Between latent vectors and examples, or examples and one score. */
function flat(at: Place) {
  const size = at.data && sizeOf(at.data.shape);
  if (!isGenerator(at)) return { ...(size && { inputs: size * (at.packing ?? 1) }), outputs: 1 };
  return {
    ...(at.latentSize !== undefined && { inputs: at.latentSize }),
    ...(size && { outputs: size }),
  };
}

/** Of square pictures. */
const square = (at: Place) => {
  const picture = at.data?.picture;
  return {
    ...(picture && { size: picture.height, channels: picture.channels }),
    ...(isGenerator(at) && latent(at)),
  };
};
const packedSquare = (at: Place) => ({
  ...square(at),
  ...(at.packing !== undefined && { packing: at.packing }),
});
const whole = ({ data }: Place) => (data?.picture ? { picture: data.picture } : {});
const sound = (at: Place) => ({
  ...(at.data && { samples: at.data.shape[0] }),
  ...(isGenerator(at) && latent(at)),
});
const text = (at: Place) => {
  const { length, vocabulary } = (at.data ?? {}) as Partial<TextDataset>;
  const known = length !== undefined && vocabulary && { length, vocabulary: vocabulary.length };
  return { ...known, ...(isGenerator(at) && latent(at)) };
};

const ofPicture = ["size", "channels"];
const small = { normalInit: { std: 0.02 } };
const ofDcgan = {
  channels: 1,
  kernel: 4,
  dropout: 0,
  noise: 0,
  packing: 1,
  condition: "concat",
  init: small,
};

/** The networks of the library. */
export const networkMakers = {
  mlp: network(mlp, flat, ["inputs", "outputs"], {
    activation: "relu",
    output: "linear",
    init: "xavierUniform",
    spectral: false,
    dropout: 0,
  }),
  sequential: maker(sequential, { following: ["name"], follows: ({ name }) => ({ name }) }),
  dcganGenerator: network(dcganGenerator, square, [...ofPicture, "latentSize"], {
    channels: 1,
    norm: "batch",
    upsampling: "transposed",
    kernel: 4,
    output: "tanh",
    init: small,
  }),
  dcganDiscriminator: network(dcganDiscriminator, packedSquare, [...ofPicture, "packing"], {
    ...ofDcgan,
    norm: "batch",
  }),
  dcganCritic: network(dcganCritic, packedSquare, [...ofPicture, "packing"], {
    ...ofDcgan,
    norm: "layer",
  }),
  snganGenerator: network(snganGenerator, square, [...ofPicture, "latentSize"], {
    size: 32,
    channels: 3,
  }),
  snganDiscriminator: network(snganDiscriminator, square, ofPicture, {
    size: 32,
    channels: 3,
    spectral: true,
    condition: "projection",
    attention: false,
    init: "xavierUniform",
  }),
  bigganGenerator: network(bigganGenerator, square, [...ofPicture, "latentSize"], {
    size: 32,
    channels: 3,
    classSize: 32,
  }),
  bigganDiscriminator: network(bigganDiscriminator, square, ofPicture, { size: 32, channels: 3 }),
  styleganGenerator: network(styleganGenerator, square, [...ofPicture, "latentSize"], {
    size: 32,
    channels: 3,
    mapping: 4,
    output: "linear",
  }),
  styleganDiscriminator: network(styleganDiscriminator, square, ofPicture, {
    size: 32,
    channels: 3,
    stddev: true,
  }),
  cycleganGenerator: network(cycleganGenerator, whole, ["picture"], { blocks: 6 }),
  patchDiscriminator: network(patchDiscriminator, whole, ["picture"], {
    depth: 3,
    norm: "instance",
  }),
  textGenerator: network(textGenerator, text, ["length", "vocabulary", "latentSize"], {
    blocks: 2,
    temperature: 1,
    straightThrough: false,
  }),
  textDiscriminator: network(textDiscriminator, text, ["length", "vocabulary"], { blocks: 2 }),
  waveganGenerator: network(waveganGenerator, sound, ["samples", "latentSize"], {
    samples: 1024,
    kernel: 25,
  }),
  waveganDiscriminator: network(waveganDiscriminator, sound, ["samples"], {
    samples: 1024,
    kernel: 25,
    shift: 2,
  }),
  withHead: maker(
    (
      {
        network: plain,
        seed,
        random,
        ...options
      }: Omit<HeadOptions, "random"> & StreamParameters & { network: Network },
      at,
    ) =>
      withHead(plain, {
        ...options,
        random: streamOf({ seed, random }, at),
      }),
    { defaults: { classes: false } },
  ),
};
