/** The package that `npm pack` makes, in a project of somebody else. */
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { PNG } from "pngjs";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seeded } from "../../src/random";
import { ROOT } from "../cli/clinic";
import { removeFolder } from "../remove-folder";

const project = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-package-"));
const modules = path.join(project, "node_modules");
let tarball: string;

const run = (...args: string[]): string =>
  execFileSync(process.execPath, args, { cwd: project, encoding: "utf8" });

beforeAll(() => {
  const pack = ["pack", "--json", "--ignore-scripts", "--pack-destination", project];
  const said = execFileSync("npm", pack, {
    cwd: ROOT,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  const [{ filename }] = JSON.parse(said) as [{ filename: string }];
  tarball = path.join(project, filename);
  fs.mkdirSync(modules);
  execFileSync("tar", ["-xzf", filename], { cwd: project });
  fs.renameSync(path.join(project, "package"), path.join(modules, "gan-clinic"));
  // what it depends on is taken from here: no network
  for (const name of fs.readdirSync(path.join(ROOT, "node_modules"))) {
    if (name === "gan-clinic" || name.startsWith(".")) continue;
    fs.symlinkSync(path.join(ROOT, "node_modules", name), path.join(modules, name), "junction");
  }
  fs.writeFileSync(path.join(project, "package.json"), "{}");
});
afterAll(() => {
  removeFolder(project);
});

const training = `
const random = seeded(1);
const run = await trainGan({
  data: ring(),
  generator: mlp({ name: "generator", inputs: 8, hidden: [16], outputs: 2, random }),
  discriminator: mlp({ name: "discriminator", inputs: 2, hidden: [16], outputs: 1, random }),
  loss: nonSaturating,
  seed: 1,
  steps: 3,
  learningRate: { generator: 1e-3, discriminator: 1e-3 },
});
console.log(run.stopped, run.sample(5).shape.join(" x "));
run.dispose();
`;
const names = "mlp, nonSaturating, ring, seeded, trainGan";

describe("the package", () => {
  it("holds the library and the command, and no lab's solution or test", () => {
    const folder = path.join(modules, "gan-clinic");
    expect(fs.readdirSync(folder).sort()).toEqual([
      "LICENSE",
      "README.md",
      "dist",
      "package.json",
      "src",
    ]);
    const parts = fs.readdirSync(path.join(folder, "src"), { recursive: true, encoding: "utf8" });
    const kept = /^(clinic\.mjs|data(\/assets(\/.*)?)?|networks(\/pretrained(\/.*)?)?)$/;
    expect(parts.filter((part) => !kept.test(part.split(path.sep).join("/")))).toEqual([]);
    expect(fs.statSync(tarball).size).toBeLessThan(2.5e6);
  });

  it("has nothing that publint finds wrong", async () => {
    const bytes = fs.readFileSync(tarball);
    const archive = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const { messages } = await publint({ pack: { tarball: archive } });
    expect(messages).toEqual([]);
  });

  it("has types that are right for CommonJS, ES modules and bundlers", async () => {
    const found = await checkPackage(createPackageFromTarballData(fs.readFileSync(tarball)));
    expect(found.types && found).toMatchObject({ problems: [] });
  });

  it("brings the data and the generators that come with it", () => {
    const script =
      'const { faces, pixelFaces, pretrainedFile } = require("gan-clinic");' +
      'console.log(faces().count, pixelFaces({ count: 3 }).count, pretrainedFile("text-to-face"));';
    fs.writeFileSync(path.join(project, "b.cjs"), script);
    const file = path.join("networks", "pretrained", "text-to-face.safetensors");
    expect(run("b.cjs").trim()).toMatch(/^100 3 /);
    expect(run("b.cjs").trim().endsWith(file)).toBe(true);
  });

  it("trains where it is imported", () => {
    fs.writeFileSync(
      path.join(project, "a.mjs"),
      `import { ${names} } from "gan-clinic";${training}`,
    );
    expect(run("a.mjs")).toContain("finished 5 x 2");
  });

  it("trains where it is required", () => {
    const script = `const { ${names} } = require("gan-clinic");\n(async () => {${training}})();`;
    fs.writeFileSync(path.join(project, "a.cjs"), script);
    expect(run("a.cjs")).toContain("finished 5 x 2");
  });

  it.each([
    ["node16", "node16"],
    ["esnext", "bundler"],
  ])("compiles strictly with module %s, moduleResolution %s", (module, resolution) => {
    fs.writeFileSync(
      path.join(project, "a.mts"),
      `import { ${names} } from "gan-clinic";${training}`,
    );
    const tsc = path.join(ROOT, "node_modules", "typescript", "bin", "tsc");
    const options = ["--module", module, "--moduleResolution", resolution, "--target", "es2022"];
    const strict = ["--strict", "--noEmit", "--types", "node", "--skipLibCheck"];
    const { stdout } = spawnSync(process.execPath, [tsc, ...options, ...strict, "a.mts"], {
      cwd: project,
      encoding: "utf8",
    });
    expect(stdout).toBe("");
  });

  it("runs the README's example on a folder of pictures", () => {
    const readme = fs.readFileSync(path.join(ROOT, "README.md"), "utf8");
    const [, example] = /```ts\n([\s\S]*?)```/.exec(readme)!;
    expect(example.trim().split("\n").length).toBeLessThanOrEqual(20);
    const folder = path.join(project, "my-pictures");
    fs.mkdirSync(folder);
    const random = seeded(1);
    for (let i = 0; i < 40; i++) {
      const png = new PNG({ width: 20, height: 24 });
      png.data = Buffer.from(random.uniforms(20 * 24 * 4, 0, 255));
      fs.writeFileSync(path.join(folder, `${i}.png`), PNG.sync.write(png));
    }
    fs.writeFileSync(path.join(project, "own.mjs"), example.replace("steps: 1000", "steps: 60"));
    expect(run("own.mjs")).toMatch(/\(confidence [\d.]+, notebook \d\d\)/);
  });

  it("has the command", () => {
    expect(run(path.join(modules, "gan-clinic", "src", "clinic.mjs"), "--help")).toContain(
      "clinic",
    );
  });
});
