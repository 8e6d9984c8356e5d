// Makes pixel-faces.png, the parts of the drawn faces, out of the design of two published packages:
//   npm pack @dicebear/core@9.4.3 @dicebear/pixel-art@9.4.3
//   mkdir -p faces/node_modules/@dicebear/core faces/node_modules/@dicebear/pixel-art
//   tar -xzf dicebear-core-9.4.3.tgz -C faces/node_modules/@dicebear/core --strip 1
//   tar -xzf dicebear-pixel-art-9.4.3.tgz -C faces/node_modules/@dicebear/pixel-art --strip 1
//   node src/data/assets/make-pixel-faces.mjs faces
//
// A part is drawn in one colour of its own (skin, hair, hat, …), with lights and shades in white and black over it. So
// a pixel of it takes what lies below to: below (255 - red) / 255 + green + own colour · blue / 255, in each channel.
// The parts stand side by side, twelve in a row, in the order in which they are printed.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Resvg } from "@resvg/resvg-js";
import { PNG } from "pngjs";

const side = 16;
const columns = 12;
const packages = path.resolve(process.argv[2], "node_modules", "@dicebear", "pixel-art", "lib");
const load = (file) => import(pathToFileURL(path.join(packages, file)).href);
const [{ create }, components] = [await load("index.js"), await load("components/index.js")];

/** The alpha of each pixel and its red, which is its green and blue too, times alpha: 0 to 255. */
function drawn(body) {
  const open = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none" shape-rendering="crispEdges">`;
  const picture = new Resvg(`${open}${body}</svg>`, { font: { loadSystemFonts: false } }).render();
  const { data } = PNG.sync.read(picture.asPng());
  return Array.from({ length: side * side }, (_, i) => {
    const [red, green, blue, alpha] = data.subarray(4 * i, 4 * i + 4);
    if (alpha > 0 && (red !== green || green !== blue)) throw new Error(`coloured: ${body}`);
    return { alpha, shade: (red * alpha) / 255 };
  });
}

/** A part, as alpha, constant and share of its own colour; `body` draws it in any colour. */
function part(body, isMask) {
  const [dark, light] = [drawn(body("#000000")), drawn(body("#ffffff"))];
  return light.map(({ alpha, shade }, i) => {
    const constant = isMask ? 0 : dark[i].shade; // what masks itself by its own colour is nothing in black
    return [alpha, Math.round(constant), Math.round(shade - constant)];
  });
}

const colours = (own) => new Proxy({}, { get: () => own });
const byName = (parts) => Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1));
const prng = { pick: () => undefined, bool: () => false };
const skin = (own) =>
  create({ prng: { ...prng, pick: (all) => all[0] }, options: { skinColor: [own.slice(1)] } }).body;
const tiles = [["skin", "head", part(skin, false)]];
const order = ["accessories", "clothing", "eyes", "glasses", "beard", "mouth", "hair", "hat"];
for (const group of order) {
  for (const [name, draw] of byName(components[group])) {
    tiles.push([group, name, part((own) => draw({}, colours(own)), group === "beard")]);
  }
}

const sheet = new PNG({
  width: columns * side,
  height: Math.ceil(tiles.length / columns) * side,
});
sheet.data.fill(0);
for (let i = 3; i < sheet.data.length; i += 4) sheet.data[i] = 255;
tiles.forEach(([, , pixels], i) => {
  pixels.forEach((numbers, j) => {
    const x = (i % columns) * side + (j % side);
    const y = Math.floor(i / columns) * side + Math.floor(j / side);
    numbers.forEach((value, channel) => {
      sheet.data[4 * (y * sheet.width + x) + channel] = value;
    });
  });
});
const file = path.join(path.dirname(fileURLToPath(import.meta.url)), "pixel-faces.png");
const bytes = PNG.sync.write(sheet, { colorType: 2, deflateLevel: 9, filterType: 0 });
fs.writeFileSync(file, bytes);
for (const group of ["skin", ...order]) {
  console.log(
    `${group}: ${tiles
      .filter(([own]) => own === group)
      .map(([, name]) => name)
      .join(" ")}`,
  );
}
console.log(bytes.length, createHash("sha256").update(bytes).digest("hex"));
