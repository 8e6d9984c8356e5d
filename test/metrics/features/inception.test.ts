import { createHash } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { inception } from "../../../src/metrics/features/inception";
import { startEngine } from "../../../src/runtime/engine";
import { removeFolder } from "../../remove-folder";

// A graph of two nodes: pool_3 is the mean colour, kept as (batch, 1, 1, 3); logits are a product of it.
const number = { dtype: { type: "DT_FLOAT" } };
const graph = {
  format: "graph-model",
  generatedBy: "a test",
  convertedBy: "a test",
  modelTopology: {
    node: [
      {
        name: "input",
        op: "Placeholder",
        attr: { ...number, shape: { shape: { dim: [-1, 4, 4, 3].map((size) => ({ size })) } } },
      },
      { name: "axes", op: "Const", attr: { dtype: { type: "DT_INT32" } } },
      { name: "matrix", op: "Const", attr: number },
      { name: "row", op: "Const", attr: { dtype: { type: "DT_INT32" } } },
      {
        name: "pool_3",
        op: "Mean",
        input: ["input", "axes"],
        attr: { keep_dims: { b: true }, T: { type: "DT_FLOAT" } },
      },
      { name: "flat", op: "Reshape", input: ["pool_3", "row"], attr: { T: { type: "DT_FLOAT" } } },
      {
        name: "logits",
        op: "MatMul",
        input: ["flat", "matrix"],
        attr: { transpose_a: { b: false }, transpose_b: { b: false }, T: { type: "DT_FLOAT" } },
      },
    ],
    library: {},
    versions: {},
  },
  weightsManifest: [
    {
      paths: ["part1.bin", "part2.bin"],
      weights: [
        { name: "axes", shape: [2], dtype: "int32" },
        { name: "matrix", shape: [3, 2], dtype: "float32" },
        { name: "row", shape: [2], dtype: "int32" },
      ],
    },
  ],
};
const json = JSON.stringify(graph);
const matrix = [1, 0, 0, 2, 0, 0]; // red, and twice green
const weights = Buffer.concat([
  Buffer.from(Int32Array.of(1, 2).buffer),
  Buffer.from(Float32Array.from(matrix).buffer),
  Buffer.from(Int32Array.of(-1, 3).buffer),
]);
const files: Readonly<Record<string, Buffer | undefined>> = {
  "model.json": Buffer.from(json),
  "part1.bin": weights.subarray(0, 10),
  "part2.bin": weights.subarray(10),
};
const sha256 = createHash("sha256").update(json).update(weights).digest("hex");

const folder = mkdtempSync(join(tmpdir(), "clinic-graph-"));
const file = join(folder, "model.json");
const picture = { height: 1, width: 2, channels: 3 };
const options = { file, picture, side: 4 };

beforeAll(async () => {
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes!);
  await startEngine("wasm");
});
afterAll(() => {
  removeFolder(folder);
});

it("gives the node's values for bytes between the ends of the range", async () => {
  const extractor = await inception({ ...options, logitsNode: "logits" });
  expect(extractor).toMatchObject({ inputs: 6, features: 3, classes: 2 });
  // two pixels of one colour: red full, green at byte 128 (.001 is rounded to it), blue none
  const sample = Float32Array.of(1, 0.001, -1, 1, 0.001, -1);
  const green = (2 * 128) / 255 - 1;
  const features = extractor.featuresOf(sample);
  [1, green, -1].forEach((value, k) => {
    expect(features[k]).toBeCloseTo(value, 6);
  });
  const [red, twice] = [Math.exp(1), Math.exp(2 * green)];
  expect(extractor.probabilitiesOf!(sample)[0]).toBeCloseTo(red / (red + twice), 6);
  extractor.dispose();
});

it("stretches without half pixels: four columns of two are at 0, ½, 1 and 1 again", async () => {
  const extractor = await inception({ ...options, inputRange: [0, 255] });
  const sample = Float32Array.of(-1, -1, -1, 1, 1, 1); // black, then white
  const mean = (0 + 127.5 + 255 + 255) / 4;
  expect([...extractor.featuresOf(sample)]).toEqual([mean, mean, mean]);
  expect("probabilitiesOf" in extractor).toBe(false);
  extractor.dispose();
});

it("makes three equal channels of grey, clips what is out of range, and runs in batches", async () => {
  const grey = { height: 1, width: 1, channels: 1 };
  const extractor = await inception({ ...options, picture: grey });
  const samples = Float32Array.from({ length: 70 }, (_, i) => (i === 69 ? 3 : -1));
  const features = extractor.featuresOf(samples);
  expect([...features.subarray(0, 3)]).toEqual([-1, -1, -1]);
  expect([...features.subarray(3 * 69)]).toEqual([1, 1, 1]);
  extractor.dispose();
});

it("leaves no tensor, with and without success", async () => {
  const before = tf.memory().numTensors;
  const extractor = await inception(options);
  const held = tf.memory().numTensors;
  extractor.featuresOf(tf.tidy(() => Float32Array.from(tf.zeros([3, 6]).dataSync())));
  expect(tf.memory().numTensors).toBe(held);
  extractor.dispose();
  await expect(inception({ ...options, featuresNode: "pool_4" })).rejects.toThrow();
  expect(tf.memory().numTensors).toBe(before);
});

it("reads from an address, and checks the checksum of all files", async () => {
  const server = createServer((request, response) => {
    const bytes = files[request.url!.replace("/graph/", "")];
    response.writeHead(bytes ? 200 : 404).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const place = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graph`;
  const at = (name: string, sum = sha256) =>
    inception({ url: `${place}/${name}`, picture, side: 4, sha256: sum });
  try {
    const extractor = await at("model.json");
    expect(extractor.features).toBe(3);
    extractor.dispose();
    await expect(at("model.json", "00")).rejects.toThrow(`wanted the checksum 00, found ${sha256}`);
    await expect(at("nothing.json")).rejects.toThrow(/nothing\.json: status 404\. Without network/);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
  await expect(at("model.json")).rejects.toThrow(/fetch failed \(.+\).*give their place as file/);
});

it("says what to do when there is no graph, or not this one", async () => {
  await expect(inception({ ...options, file: join(folder, "none.json") })).rejects.toThrow(
    /Cannot read .*none\.json.*tensorflowjs_converter/,
  );
  await expect(inception({ ...options, file: join(folder, "part1.bin") })).rejects.toThrow(
    /part1\.bin is not the model\.json of a TensorFlow\.js graph model/,
  );
  await expect(inception({ ...options, featuresNode: "pool_4" })).rejects.toThrow(
    /does not give the node "pool_4".*outputs are logits; name the right one as featuresNode/,
  );
});

it("refuses what cannot be", async () => {
  await expect(inception({ picture } as never)).rejects.toThrow(
    new TypeError("inception: wanted either file or url, the place of a model.json"),
  );
  await expect(inception({ ...options, url: "x" } as never)).rejects.toThrow(TypeError);
  await expect(
    inception({ ...options, picture: { height: 1, width: 1, channels: 2 } }),
  ).rejects.toThrow(new RangeError("inception picture.channels: wanted 1 or 3, found 2"));
  await expect(inception({ ...options, inputRange: [1, 0] })).rejects.toThrow(RangeError);
  const extractor = await inception(options);
  expect(() => extractor.featuresOf(new Float32Array(5))).toThrow(
    new TypeError("inception samples: wanted rows of 6 numbers, found 5 numbers"),
  );
  extractor.dispose();
});
