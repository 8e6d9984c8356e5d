import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startEngine } from "../../src/runtime/engine";

const events = ["uncaughtException", "unhandledRejection"] as const;
const handlers = () => events.map((event) => process.listenerCount(event));

beforeEach(() => vi.unstubAllEnvs());
afterEach(() => vi.restoreAllMocks());

it("starts wasm without a word and without handlers on the process", async () => {
  const words = (["log", "warn", "error", "info"] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation(() => undefined),
  );
  const before = handlers();
  const engine = await startEngine("wasm");
  expect(engine).toEqual({ name: "wasm", version: "4.22.0", threads: 1 });
  expect(tf.getBackend()).toBe("wasm");
  expect(handlers()).toEqual(before);
  for (const spy of words) expect(spy).not.toHaveBeenCalled();
});

it("is the same engine the second time", async () => {
  const engine = await startEngine();
  expect(await startEngine()).toBe(engine);
});

it("refuses an unknown engine, and another one than the one that runs", async () => {
  await expect(startEngine("webgl" as "wasm")).rejects.toThrow(
    new RangeError('startEngine name: wanted one of gpu, native, wasm, cpu, found "webgl"'),
  );
  await expect(startEngine("cpu")).rejects.toThrow('"wasm" already runs in this process');
  vi.stubEnv("CLINIC_ENGINE", "fast");
  await expect(startEngine()).rejects.toThrow("CLINIC_ENGINE: wanted one of");
});
