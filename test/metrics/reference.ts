import fs from "node:fs";
import path from "node:path";

// Inputs and figures of pytorch-fid, torch-fidelity, clean-fid and prdc; test/fixtures/metrics/make.py wrote
// them and says how.

interface Packed {
  readonly shape: readonly [number, number];
  readonly bytes: string;
}

interface Neighbours {
  readonly prdc: Readonly<Record<"precision" | "recall" | "density" | "coverage", number>>;
  readonly "torch-fidelity": Readonly<Record<"precision" | "recall", number>>;
}

interface PackedCase {
  readonly name: string;
  readonly real: Packed;
  readonly fake: Packed;
  readonly frechet: Readonly<Record<"pytorch-fid" | "clean-fid" | "torch-fidelity", number>>;
  /** Of the first rows of both. */
  readonly kernel: Readonly<Record<"rows" | "clean-fid" | "torch-fidelity", number>>;
  readonly neighbours: Readonly<Record<"3" | "5", Neighbours>>;
}

interface Reference {
  readonly scale: number;
  readonly cases: readonly PackedCase[];
  readonly inception: {
    readonly logits: Packed;
    readonly "torch-fidelity": Readonly<Record<"1" | "10", { mean: number; std: number }>>;
  };
}

const file = path.join(__dirname, "..", "fixtures", "metrics", "reference.json");
const reference = JSON.parse(fs.readFileSync(file, "utf8")) as Reference;

function numbers({ bytes }: Packed): Float32Array {
  return Float32Array.from(new Int8Array(Buffer.from(bytes, "base64")), (v) => v / reference.scale);
}

/** The inputs as features, with what each package makes of them. */
export const cases = reference.cases.map((row) => ({
  ...row,
  d: row.real.shape[1],
  real: numbers(row.real),
  fake: numbers(row.fake),
}));

/** What a classifier says of 500 samples: 10 logits each. */
export const logits = numbers(reference.inception.logits);
export const inceptionScores = reference.inception["torch-fidelity"];
