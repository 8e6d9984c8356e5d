import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { engineFolder, install, must } from "../../../src/course/engine/stage";
import { removeFolder } from "../../remove-folder";

let home: string;
beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-engine-"));
});
afterEach(() => {
  removeFolder(home);
});

/** Puts a package in place that says this of the convolution that is asked of it. */
const packageThatComputes = (sum: number) => (folder: string) => {
  const scope = path.join(folder, "node_modules", "@tensorflow");
  for (const name of ["tfjs-node", "tfjs", "tfjs-core"]) {
    fs.mkdirSync(path.join(scope, name), { recursive: true });
  }
  fs.writeFileSync(
    path.join(scope, "tfjs-node", "index.js"),
    `const made = { sum: () => ({ dataSync: () => [${sum}] }) };
     module.exports = { ones() {}, sum() {}, conv2d() {}, grad: () => () => made, getBackend: () => "tensorflow" };`,
  );
};

it("puts an engine that computes in its place, without a TensorFlow.js of its own", () => {
  const folder = path.join(home, "native");
  expect(install("native", packageThatComputes(36), folder)).toBe(folder);
  expect(fs.readdirSync(path.join(folder, "node_modules", "@tensorflow"))).toEqual(["tfjs-node"]);
  expect(fs.readdirSync(home)).toEqual(["native"]);
});

it("leaves what was there when the new one computes wrong or does not install", () => {
  const folder = path.join(home, "native");
  install("native", packageThatComputes(36), folder);
  fs.writeFileSync(path.join(folder, "mark"), "the first one");
  const wrong = () => install("native", packageThatComputes(35), folder);
  expect(wrong).toThrow(
    "@tensorflow/tfjs-node is installed but does not compute: Error: it computes 35, wanted 36",
  );
  const broken = () =>
    install(
      "native",
      () => {
        throw new Error("no network");
      },
      folder,
    );
  expect(broken).toThrow("no network");
  expect(fs.readdirSync(home)).toEqual(["native"]);
  expect(fs.readFileSync(path.join(folder, "mark"), "utf8")).toBe("the first one");
});

it("names the command that failed", () => {
  expect(() => {
    must(process.execPath, ["-e", "process.exit(3)"], home);
  }).toThrow(/"node -e process\.exit\(3\)" failed \(exit code 3\); its own message is above/);
  expect(() => {
    must("no-such-command", [], home);
  }).toThrow(/ENOENT/);
});

it("keeps engines where npm ci does not reach them", () => {
  expect(engineFolder("gpu")).toMatch(/\.clinic.engines.gpu$/);
});
