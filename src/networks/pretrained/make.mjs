// Ships a generator that a capstone has trained: rounds the weights of a file of `saveNetwork` to half precision, writes
// them here, and notes in README.md what they are.
//
//   node src/networks/pretrained/make.mjs NAME FILE.safetensors "notebook 15, seed 1, 600 steps; Fréchet 12"
import { Buffer } from "node:buffer";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const [name, file, figures] = process.argv.slice(2);
if (!/^[a-z0-9-]+$/.test(name ?? "") || file === undefined || !figures) {
  throw new Error(
    'Wanted a name of small letters, digits and "-", a file and its figures, found ' +
      JSON.stringify(process.argv.slice(2)),
  );
}

/**
 * The 16 bits of the half-precision number nearest to x. With e the exponent, -14 for all that is smaller, and
 * m = |x| / 2^(e - 10) rounded, they are (e + 14) 2^10 + m: m holds the leading 1, which adds 1 to the exponent's bits
 * where there is one, and a carry goes on into them.
 */
function halfBits(x) {
  const size = Math.abs(x);
  if (!(size < 65520)) throw new RangeError(`${x} is too large for half precision`);
  const exponent = Math.max(-14, Math.floor(Math.log2(size || 1e-9)));
  const bits = (exponent + 14) * 1024 + Math.round(size / 2 ** (exponent - 10));
  return (x < 0 ? 0x8000 : 0) + bits;
}

const bytes = fs.readFileSync(file);
const start = 8 + Number(bytes.readBigUInt64LE(0));
const { __metadata__: texts, ...tensors } = JSON.parse(bytes.subarray(8, start).toString("utf8"));
const parts = [];
let offset = 0;
for (const [tensor, { dtype, data_offsets: range }] of Object.entries(tensors)) {
  if (dtype !== "F32") throw new TypeError(`${tensor}: wanted F32, found ${dtype}`);
  const own = new Uint8Array(bytes.subarray(start + range[0], start + range[1]));
  const half = Uint16Array.from(new Float32Array(own.buffer), halfBits);
  tensors[tensor] = {
    ...tensors[tensor],
    dtype: "F16",
    data_offsets: [offset, offset + half.byteLength],
  };
  offset += half.byteLength;
  parts.push(Buffer.from(half.buffer));
}
const header = Buffer.from(JSON.stringify({ __metadata__: texts, ...tensors }), "utf8");
const length = Buffer.alloc(8);
length.writeBigUInt64LE(BigInt(header.length));
fs.writeFileSync(path.join(here, `${name}.safetensors`), Buffer.concat([length, header, ...parts]));

const page = path.join(here, "README.md");
const rows = fs.readFileSync(page, "utf8").trimEnd().split("\n");
const row = `| ${name} | ${Math.round((start + offset) / 1000)} kB | ${figures} |`;
const old = rows.findIndex((each) => each.startsWith(`| ${name} |`));
rows.splice(old < 0 ? rows.length : old, old < 0 ? 0 : 1, row);
fs.writeFileSync(page, `${rows.join("\n")}\n`);
