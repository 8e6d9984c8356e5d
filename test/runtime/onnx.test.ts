import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../src/runtime/compile";
import { startEngine } from "../../src/runtime/engine";
import { compiledReport, loadOnnxRuntime, wantedCompiledEngine } from "../../src/runtime/onnx";

beforeAll(() => startEngine("wasm"));

describe("where compiled steps run", () => {
  const before = process.env.CLINIC_COMPILED;
  afterEach(() => {
    if (before === undefined) delete process.env.CLINIC_COMPILED;
    else process.env.CLINIC_COMPILED = before;
  });

  it("is the processor, unless the environment says otherwise", () => {
    delete process.env.CLINIC_COMPILED;
    expect(wantedCompiledEngine()).toBe("cpu");
    process.env.CLINIC_COMPILED = "";
    expect(wantedCompiledEngine()).toBe("cpu");
    process.env.CLINIC_COMPILED = "webgpu";
    expect(wantedCompiledEngine()).toBe("webgpu");
  });

  it("is refused by name when there is no such engine", () => {
    process.env.CLINIC_COMPILED = "tpu";
    expect(() => wantedCompiledEngine()).toThrow(RangeError);
    expect(() => wantedCompiledEngine()).toThrow(
      'CLINIC_COMPILED: wanted one of cpu, webgpu, cuda, web, off, found "tpu"',
    );
    expect(compiledReport()).toMatchObject({ usable: false, remedy: "unset CLINIC_COMPILED" });
  });

  it("is nowhere when it is switched off, which the report says", async () => {
    process.env.CLINIC_COMPILED = "off";
    await expect(compile(() => ({ x: tf.scalar(1) }))).rejects.toThrow("are switched off");
    expect(compiledReport()).toMatchObject({ engine: "off", usable: false });
  });

  it("tells what is missing where a provider is not in the package", () => {
    expect(() => loadOnnxRuntime("web")).toThrow(
      /onnxruntime-web does not load here: .*npm install/,
    );
  });

  it("is reported with the package, its version and its provider", () => {
    delete process.env.CLINIC_COMPILED;
    expect(compiledReport()).toMatchObject({
      usable: true,
      text: expect.stringMatching(/^onnxruntime-(node|web) \d+\.\d+\.\d+ on (cpu|wasm)$/) as string,
    });
  });
});
