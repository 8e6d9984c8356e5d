import { execFileSync } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../../src/course/paths";

/** In a process of its own, which is frozen for good. */
const script = `
  const { intrinsics, lockNames } = require("./intrinsics.js");
  const { freezeAll } = require("./walk.js");
  const numbers = new Float32Array(1000);
  const write = () => { for (let r = 0; r < 3000; r++) for (let i = 0; i < 1000; i++) numbers[i] = r; };
  const compute = () => { let s = 0; for (let i = 0; i < 3e6; i++) s = Math.min(s + 1, Math.abs(i)); return s; };
  const seconds = (work) => {
    work();
    const { user } = process.cpuUsage();
    work();
    return process.cpuUsage().user - user;
  };
  const before = [write, compute].map(seconds);
  lockNames();
  freezeAll(intrinsics(), { except: new Set([Math, console, process, globalThis]) });
  const kinds = [Object, Array, Float32Array, Float64Array, Int32Array, Uint8Array, Buffer];
  const prototypes = [...kinds.map((each) => each.prototype), Object.getPrototypeOf(Uint8Array.prototype)];
  const isFrozen = prototypes.every((each) => Object.isFrozen(each)) && !Object.isExtensible(Math);
  const after = [write, compute].map(seconds);
  console.log(JSON.stringify({ isFrozen, before, after }));
`;

describe("what is frozen", () => {
  it("cannot be changed, and computes about as fast as before", () => {
    const cwd = path.join(ROOT, "dist", "grader", "sandbox", "freeze");
    const said = execFileSync(process.execPath, ["-e", script], { cwd, encoding: "utf8" });
    const { isFrozen, before, after } = JSON.parse(said) as {
      isFrozen: boolean;
      before: number[];
      after: number[];
    };
    expect(isFrozen).toBe(true);
    // thirty and fifteen times, where V8 has no fast way left
    after.forEach((time, at) => {
      expect(time).toBeLessThan(6 * before[at]);
    });
  });
});
