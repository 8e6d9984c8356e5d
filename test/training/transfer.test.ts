import { once } from "node:events";
import fs from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import * as tf from "@tensorflow/tfjs";
import { zipSync } from "fflate";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ring } from "../../src/data/mixture";
import { namedState, namedVariable } from "../../src/layers/layer";
import { nonSaturating } from "../../src/losses";
import { mlp } from "../../src/networks/mlp";
import type { Network } from "../../src/networks/network";
import { seeded } from "../../src/random";
import { startEngine } from "../../src/runtime/engine";
import type { TrainingOptions } from "../../src/training/options";
import { readTensors } from "../../src/training/tensor-files/safetensors";
import { frozen, loadNetwork, saveNetwork } from "../../src/training/transfer";
import { trainGan } from "../../src/training/trainer";
import { removeFolder } from "../remove-folder";

beforeAll(() => startEngine("wasm"));

let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-transfer-"));
  file = path.join(folder, "weights.safetensors");
});
afterEach(() => {
  removeFolder(folder);
});

const player = (name: string, inputs: number, outputs: number, seed = 1) =>
  mlp({ name, inputs, hidden: [8], outputs, activation: tf.tanh, random: seeded(seed) });

const training = (): TrainingOptions => ({
  data: ring(),
  generator: player("generator", 4, 2),
  discriminator: player("discriminator", 2, 1),
  loss: nonSaturating,
  seed: 1,
  steps: 2,
  batchSize: 8,
  learningRate: { generator: 1e-2, discriminator: 1e-2 },
});

const numbersOf = ({ variables, states = [] }: Network) =>
  [...variables, ...states].map((variable) => Array.from(variable.dataSync()));

/** A tensor as another program writes it. */
interface Foreign {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

function writeForeign(tensors: Readonly<Record<string, Foreign>>): void {
  let at = 0;
  const header = Object.entries(tensors).map(([name, { dtype, shape, bytes }]) => {
    const start = at;
    at += bytes.length;
    return [name, { dtype, shape, data_offsets: [start, at] }] as const;
  });
  const json = Buffer.from(
    JSON.stringify({ __metadata__: { format: "pt" }, ...Object.fromEntries(header) }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const parts = Object.values(tensors).map(({ bytes }) => bytes);
  fs.writeFileSync(file, Buffer.concat([length, json, ...parts]));
}

/** How another program writes numbers in each type. */
const encodings: Record<string, (values: readonly number[]) => ArrayBufferView> = {
  F64: (values) => Float64Array.from(values),
  F32: (values) => Float32Array.from(values),
  // the upper half of a float32, and of positive halves from 2^-14 on: the exponent's bias is 15 for 127
  BF16: (values) => Uint16Array.from(values, (value) => floatBits(value) >>> 16),
  F16: (values) => Uint16Array.from(values, (value) => (floatBits(value) - (112 << 23)) >>> 13),
  I64: (values) => BigInt64Array.from(values, BigInt),
  U64: (values) => BigUint64Array.from(values, BigInt),
  I32: (values) => Int32Array.from(values),
  U32: (values) => Uint32Array.from(values),
  I16: (values) => Int16Array.from(values),
  U16: (values) => Uint16Array.from(values),
  I8: (values) => Int8Array.from(values),
  U8: (values) => Uint8Array.from(values),
  BOOL: (values) => Uint8Array.from(values),
};
const floats = ["F64", "F32", "BF16", "F16"];
const wholes = ["I64", "U64", "I32", "U32", "I16", "U16", "I8", "U8"];

function floatBits(value: number): number {
  return new Uint32Array(Float32Array.of(value).buffer)[0];
}

function foreign(dtype: string, shape: readonly number[], values: readonly number[]): Foreign {
  const { buffer, byteOffset, byteLength } = encodings[dtype](values);
  return { dtype, shape, bytes: new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength) };
}

/** A network of two float32 variables, an int32 state and a bool state. */
function mixed(): Network {
  const network = player("mixed", 1, 1);
  const count = namedState(tf.tensor1d([1, 2], "int32"), "mixed/count");
  const flag = namedState(tf.tensor1d([true, false], "bool"), "mixed/flag");
  return {
    ...network,
    variables: [namedVariable(tf.tensor1d([0.25, 0.5]), "mixed/w"), namedVariable(tf.scalar(3), "mixed/b")],
    states: [count, flag],
  };
} // prettier-ignore

const fitting = {
  w: foreign("F32", [2], [1.5, -2]),
  b: foreign("F32", [], [7]),
  count: foreign("I32", [2], [5, 6]),
  flag: foreign("BOOL", [2], [0, 1]),
};

describe("weights of another program", () => {
  it.each(floats)("of %s are read into float32", (dtype) => {
    const network = mixed();
    writeForeign({ ...fitting, w: foreign(dtype, [2], [1.5, 0.75]) });
    loadNetwork(network, file);
    expect(numbersOf(network)).toEqual([[1.5, 0.75], [7], [5, 6], [0, 1]]);
  });

  it("of F64 are rounded to the nearest float32", () => {
    const network = mixed();
    writeForeign({ ...fitting, w: foreign("F64", [2], [1 / 3, 1e-60]) });
    loadNetwork(network, file);
    expect(numbersOf(network)[0]).toEqual([Math.fround(1 / 3), 0]);
  });

  it.each(wholes)("of %s are read into int32", (dtype) => {
    const network = mixed();
    writeForeign({ ...fitting, count: foreign(dtype, [2], [100, 3]) });
    loadNetwork(network, file);
    expect(numbersOf(network)[2]).toEqual([100, 3]);
  });

  it("that the network has no place for are left aside", () => {
    const network = mixed();
    writeForeign({ more: foreign("U8", [1], [1]), ...fitting });
    loadNetwork(network, file);
    expect(numbersOf(network)[0]).toEqual([1.5, -2]);
  });

  it("that no longer have a place are taken as they come back from here", () => {
    const network = mixed();
    writeForeign(fitting);
    loadNetwork(network, file);
    saveNetwork(network, file);
    expect(readTensors(file).tensors.get("flag")).toEqual({
      shape: [2],
      dtype: "BOOL",
      values: Uint8Array.of(0, 1),
    });
    const again = mixed();
    loadNetwork(again, file);
    expect(numbersOf(again)).toEqual(numbersOf(network));
  });
});

describe("one tensor that does not fit, wherever it is, and nothing is changed", () => {
  const wrong: [what: string, name: string, tensor: Foreign | undefined, message: RegExp][] = [
    ...[...wholes, "BOOL"].map((dtype): (typeof wrong)[number] => [
      `${dtype} for float32`, "w", foreign(dtype, [2], [1, 0]),
      new RegExp(`wanted "w" of float32 \\(F32, F16, BF16 or F64\\), found ${dtype}${dtype === "BOOL" ? "" : "\\nWeights in whole.*scale"}`),
    ]),
    ...[...floats, "BOOL"].map((dtype): (typeof wrong)[number] => [
      `${dtype} for int32`, "count", foreign(dtype, [2], [1, 1]),
      new RegExp(`wanted "count" of int32 \\(whole numbers\\), found ${dtype}`),
    ]),
    ...["F32", "U8", "I64"].map((dtype): (typeof wrong)[number] => [
      `${dtype} for bool`, "flag", foreign(dtype, [2], [1, 1]),
      new RegExp(`wanted "flag" of bool \\(BOOL\\), found ${dtype}`),
    ]),
    ["a number too large for float32", "b", foreign("F64", [], [1e39]), /found F64 with the number 1e\+39, which is too large/],
    ["a number too large for int32", "count", foreign("I64", [2], [1, 2 ** 31]), /I64 with the number 2147483648/],
    ["an eight-bit float", "b", { dtype: "F8_E4M3", shape: [], bytes: Uint8Array.of(1) }, /found F8_E4M3/],
    ["another shape", "flag", foreign("BOOL", [1], [1]), /wanted "flag" of shape \(2\), found \(1\)/],
    ["the same count in another shape", "w", foreign("F32", [2, 1], [1, 1]), /wanted "w" of shape \(2\), found \(2, 1\)/],
    ["nothing", "flag", undefined, /wanted "flag" of shape \(2\), found nothing of that name/],
  ]; // prettier-ignore

  it.each(wrong)("%s", (_, name, tensor, message) => {
    const network = mixed();
    const before = numbersOf(network);
    const { [name as "w"]: gone, ...others } = fitting;
    expect(gone).toBeDefined();
    writeForeign({ ...others, ...(tensor && { [name]: tensor }) });
    const tensors = tf.memory().numTensors;
    const load = () => {
      loadNetwork(network, file);
    };
    expect(load).toThrow(TypeError);
    expect(load).toThrow(message);
    expect(load).toThrow(file);
    expect(numbersOf(network)).toEqual(before);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it("all of them are named, up to five", () => {
    const network = player("big", 2, 2);
    const names = ["1/weights", "1/biases", "2/weights", "2/biases"];
    writeForeign(Object.fromEntries(names.map((name) => [name, foreign("I8", [1], [1])])));
    expect(() => {
      loadNetwork(network, file);
    }).toThrow(new RegExp(names.map((name) => `wanted "${name}"[^]*`).join("")));
  });

  it("other names are told with those that are there", () => {
    writeForeign({ "main.0.weight": foreign("F32", [1, 2], [1, 2]) });
    expect(() => {
      loadNetwork(mixed(), file);
    }).toThrow(/wanted the tensors of "mixed", "w", .*found none of them but "main.0.weight" F32 \(1, 2\)/);
  }); // prettier-ignore
});

describe("a file of another kind is told from its first bytes", () => {
  const zipped = (name: string) =>
    Buffer.from(zipSync({ [name]: new Uint8Array(8) }, { level: 0 }));
  const text = (words: string) => Buffer.from(words);
  it.each<[string, Buffer, RegExp]>([
    ["nothing", Buffer.alloc(0), /it is empty.*Fetch it again/],
    ["a pickle", Buffer.from("80027d71002858", "hex"), /pickle of Python.*save_file/],
    ["a long pickle", Buffer.from("8004950000000000000000".padEnd(200, "5d"), "hex"), /pickle of Python/],
    ["HDF5", Buffer.from("\x89HDF\r\n\x1a\n0000000000000", "latin1"), /HDF5 \(Keras.*save_file/],
    ["a pointer of Git LFS", text("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"), /Git LFS.*git lfs pull/],
    ["PyTorch's zip", zipped("archive/data.pkl"), /zip of PyTorch.*save_file/],
    ["NumPy's zip", zipped("layer.npy"), /\.npz of NumPy.*save_file/],
    ["another zip", zipped("metadata.json"), /looks like a zip/],
    ["NumPy", Buffer.from("\x93NUMPY\x01\x00v\x00{'descr': '<f4'}", "latin1"), /array of NumPy/],
    ["gzip", Buffer.from("1f8b0800000000000003", "hex"), /gzip.*Unpack/],
    ["GGUF", Buffer.from("GGUF\x03\x00\x00\x00\x00\x00\x00\x00", "latin1"), /GGUF/],
    ["TensorFlow Lite", Buffer.from("\x1c\x00\x00\x00TFL3\x00\x00\x00\x00", "latin1"), /TensorFlow Lite/],
    ["a web page", text("<!DOCTYPE html>\n<html><body>404</body></html>"), /web page.*Download the file itself/],
    ["an index", text('{"metadata": {}, "weight_map": {"a": "model-00001.safetensors"}}'), /index of a model/],
    ["a TensorFlow.js model", text('{"format": "layers-model", "modelTopology": {}}'), /TensorFlow\.js model/],
    ["JSON", text('[{"a": 1}, {"b": 2}]'), /looks like JSON/],
    ["words", text("epoch,loss\n1,0.5\n"), /looks like text/],
    ["anything", Buffer.from("00ff00ff00ff00ff00ff00ff00ff", "hex"), /kind that is not known/],
  ])("%s", (_, bytes, message) => {
    fs.writeFileSync(file, bytes);
    const network = player("g", 2, 1);
    const before = numbersOf(network);
    const load = () => {
      loadNetwork(network, file);
    };
    expect(load).toThrow(message);
    expect(load).toThrow(`${file} is no file of tensors (safetensors)`);
    expect(load).not.toThrow(/delete/i);
    expect(numbersOf(network)).toEqual(before);
    expect(fs.readFileSync(file)).toEqual(bytes);
  }); // prettier-ignore

  it("a file that is not there, and a folder", () => {
    const load = (name: string) => () => {
      loadNetwork(player("g", 2, 1), name);
    };
    expect(load(path.join(folder, "none"))).toThrow(/can not be read: there is no such file/);
    expect(load(folder)).toThrow(/can not be read: it is a folder/);
  });

  it("a file that is cut off at any place changes nothing", () => {
    const network = player("g", 2, 1);
    saveNetwork(player("g", 2, 1, 2), file);
    const before = numbersOf(network);
    const whole = fs.readFileSync(file);
    for (let length = 0; length < whole.length; length += 7) {
      fs.writeFileSync(file, whole.subarray(0, length));
      expect(() => {
        loadNetwork(network, file);
      }).toThrow(file);
      expect(numbersOf(network)).toEqual(before);
    }
  });
});

describe("saveNetwork", () => {
  it("does not write over the checkpoint of a training", async () => {
    const options = training();
    const { generator } = options;
    await trainGan({ ...options, checkpoint: { file } });
    const before = fs.readFileSync(file);
    expect(() => {
      saveNetwork(generator, file);
    }).toThrow(/this is the checkpoint of a training.*Name another file/);
    expect(fs.readFileSync(file)).toEqual(before);
    expect(() => {
      loadNetwork(generator, file);
    }).toThrow(/found the checkpoint of a training\. Give it to trainGan/);
  });

  it("keeps two variables of one name apart", () => {
    const twice = (a: number, b: number): Network => ({
      ...player("twice", 1, 1),
      variables: [a, b].map((value) => namedVariable(tf.scalar(value), "twice/w")),
      states: [],
    });
    saveNetwork(twice(1, 2), file);
    const other = twice(3, 4);
    loadNetwork(other, file);
    expect(numbersOf(other)).toEqual([[1], [2]]);
  });

  it.skipIf(process.platform === "win32")(
    "does not take the place of what is no file",
    async () => {
      const server = createServer().listen(file); // a socket, which to rename a file to would remove
      await once(server, "listening");
      expect(() => {
        saveNetwork(player("g", 2, 1), file);
      }).toThrow(/can not be written: it is a device/);
      expect(fs.statSync(file).isSocket()).toBe(true);
      server.close();
      expect(() => {
        saveNetwork(player("g", 2, 1), folder);
      }).toThrow(/can not be written: it is a folder/);
    },
  );
});

it.skipIf(!fs.existsSync("/dev/zero"))("a device, which may go on for ever, is not read", () => {
  expect(() => {
    loadNetwork(player("g", 2, 1), "/dev/zero");
  }).toThrow("/dev/zero can not be read: it is a device");
  expect(() => {
    saveNetwork(player("g", 2, 1), "/dev/full");
  }).toThrow("/dev/full can not be written: it is a device");
});

describe("transfer", () => {
  it("gives another network the weights, whatever its name", () => {
    const [from, to] = [player("first", 3, 2), mlp({ name: "second", inputs: 3, hidden: [8], outputs: 2, random: seeded(9) })]; // prettier-ignore
    saveNetwork(from, file);
    loadNetwork(to, file);
    to.variables.forEach((variable, i) => {
      expect(variable.dataSync()).toEqual(from.variables[i].dataSync());
    });
  });

  it("refuses a network of another shape and changes nothing", () => {
    saveNetwork(player("first", 3, 2), file);
    const other = player("second", 3, 1);
    const before = other.variables.map((variable) => variable.dataSync().slice());
    expect(() => {
      loadNetwork(other, file);
    }).toThrow(/wanted "2\/weights" of shape \(8, 1\), found \(8, 2\)/);
    expect(other.variables.map((variable) => variable.dataSync())).toEqual(before);
  });

  it("frozen layers stay as they are in a training, the others learn", async () => {
    const whole = player("discriminator", 2, 1);
    const before = whole.variables.map((variable) => variable.dataSync().slice());
    await trainGan({
      ...training(),
      discriminator: frozen(whole, (name) => name.startsWith("2/")),
    });
    const same = whole.variables.map((v, i) => v.dataSync().every((x, k) => x === before[i][k]));
    expect(same).toEqual([true, true, false, false]);
    expect(() => frozen(whole, () => false)).toThrow(RangeError);
  });

  it("frozen layers are saved and loaded with the others", () => {
    const [from, to] = [player("first", 3, 2), mlp({ name: "second", inputs: 3, hidden: [8], outputs: 2, random: seeded(9) })]; // prettier-ignore
    const last = (name: string) => name.startsWith("2/");
    saveNetwork(frozen(from, last), file);
    loadNetwork(frozen(to, last), file);
    to.variables.forEach((variable, i) => {
      expect(variable.dataSync()).toEqual(from.variables[i].dataSync());
    });
  });

  it.each([true, false])(
    "frozen layers come back from a checkpoint; compiled %s",
    async (compiled) => {
      const run = async (seed: number, steps: number) => {
        const random = seeded(seed);
        const whole = mlp({ name: "d", inputs: 2, hidden: [8], outputs: 1, random });
        await trainGan({
          ...training(),
          compiled,
          steps,
          snapshotEvery: 2,
          discriminator: frozen(whole, (name) => name.startsWith("2/")),
          checkpoint: { file },
        });
        return whole.variables.map((variable) => variable.dataSync().slice());
      };
      const first = await run(1, 2);
      expect(await run(2, 2)).toEqual(first); // other weights at first, and nothing left to do
      const second = await run(3, 4);
      expect(second.slice(0, 2)).toEqual(first.slice(0, 2));
      expect(second[2]).not.toEqual(first[2]);
    },
  );
});
