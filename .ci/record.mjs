// Writes .ci/proved.json after a week's proof: which notebooks held on which fingerprint (source, library, engine, budget,
// seeds), and which labs passed their gates, with the hash of their sources. The workflow calls it when all has passed.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const root = path.join(import.meta.dirname, "..");
const require = createRequire(import.meta.url);
const { hashJson, hashText, hashProgram } = require("../dist/course/hash.js");

/** @param results the folder that the proof wrote */
function notebooksOf(results) {
  const all = JSON.parse(fs.readFileSync(path.join(results, "results.json"), "utf8"));
  return Object.fromEntries(
    all.map(({ notebook, claims, budget, error }) => {
      if (budget !== "full" || error !== undefined) throw new Error(`${notebook} was not proved`);
      const file = path.join(results, `${notebook}.ipynb`);
      const { metadata } = JSON.parse(fs.readFileSync(file, "utf8"));
      const held = claims.filter((claim) => claim.held).length;
      return [notebook, { run: metadata.gan_clinic.run.fingerprint, held, of: claims.length }];
    }),
  );
}

/** Every lab, with the hash of what its gate tried: what is written by hand in its folder. */
function labsOf(solutions) {
  const names = fs.readdirSync(solutions).filter((name) => /^\d\d-/.test(name));
  return Object.fromEntries(
    names.sort().map((name) => {
      const folder = path.join(solutions, name);
      const files = fs
        .readdirSync(folder, { recursive: true })
        .filter((file) => file.endsWith(".ts"));
      const texts = files
        .map((file) => [
          file.replaceAll("\\", "/"),
          hashText(fs.readFileSync(path.join(folder, file), "utf8")),
        ])
        .sort(([a], [b]) => (a < b ? -1 : 1));
      return [name, { source: hashJson(texts) }];
    }),
  );
}

const proved = {
  day: new Date().toISOString().slice(0, 10),
  node: process.versions.node,
  program: hashProgram(path.join(root, "dist"), path.join(root, "package-lock.json")),
  notebooks: notebooksOf(path.resolve(process.argv[2] ?? path.join(root, "results"))),
  labs: labsOf(path.join(root, "solutions")),
};
const to = path.resolve(process.argv[3] ?? path.join(root, ".ci", "proved.json"));
fs.writeFileSync(to, `${JSON.stringify(proved, null, 2)}\n`);
