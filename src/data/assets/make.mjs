// Makes faces.png, digits8.png and digits8.txt from two published Python packages:
//   pip download --no-deps scikit-image==0.26.0 scikit-learn==1.9.1
//   unzip 'scikit_*.whl' skimage/data/lfw_subset.npy sklearn/datasets/data/digits.csv.gz -d wheels
//   node src/data/assets/make.mjs wheels
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { PNG } from "pngjs";

const wheels = process.argv[2];
const assets = path.dirname(fileURLToPath(import.meta.url));

/** The first 100 of 200 pictures: float64 from 0 to 1, 25 x 25, after a header of 128 bytes. */
function faces() {
  const file = fs.readFileSync(path.join(wheels, "skimage/data/lfw_subset.npy"));
  const header = file.toString("latin1", 10, 128);
  if (!/'<f8'.*False.*\(200, 25, 25\)/.test(header)) throw new Error(`unexpected: ${header}`);
  const area = 25 * 25;
  return Array.from({ length: 100 }, (_, i) =>
    Array.from({ length: area }, (_, j) =>
      Math.round(255 * file.readDoubleLE(128 + 8 * (i * area + j))),
    ),
  );
}

/** 1,797 lines of 64 numbers from 0 to 16 and the digit. */
function digits() {
  const file = gunzipSync(
    fs.readFileSync(path.join(wheels, "sklearn/datasets/data/digits.csv.gz")),
  );
  return file
    .toString()
    .trim()
    .split("\n")
    .map((line) => line.split(",").map(Number));
}

/** Grey pictures side by side, row by row, as one PNG file. */
function writeSheet(name, pictures, side, columns) {
  const rows = Math.ceil(pictures.length / columns);
  const png = new PNG({ width: columns * side, height: rows * side });
  png.data.fill(255);
  pictures.forEach((pixels, i) => {
    pixels.forEach((grey, j) => {
      const x = (i % columns) * side + (j % side);
      const y = Math.floor(i / columns) * side + Math.floor(j / side);
      png.data.fill(grey, 4 * (y * png.width + x), 4 * (y * png.width + x) + 3);
    });
  });
  fs.writeFileSync(path.join(assets, name), PNG.sync.write(png, { colorType: 0, deflateLevel: 9 }));
}

writeSheet("faces.png", faces(), 25, 10);
const table = digits();
const greys = table.map((line) => line.slice(0, 64).map((value) => Math.round((255 * value) / 16)));
writeSheet("digits8.png", greys, 8, 60);
fs.writeFileSync(path.join(assets, "digits8.txt"), table.map((line) => line[64]).join(""));
