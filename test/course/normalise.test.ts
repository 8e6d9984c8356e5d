import { describe, expect, it } from "vitest";
import { buildNotebook } from "../../src/course/convert";
import { normaliseNotebook } from "../../src/course/normalise";

function normalised(output: Record<string, unknown>): unknown[] {
  const notebook = buildNotebook("// %%\n1", "a");
  notebook.cells[0].outputs = [output] as never;
  return normaliseNotebook(notebook).cells[0].outputs as unknown[];
}

describe("normaliseNotebook", () => {
  it("drops outputs that call themselves volatile", () => {
    const output = {
      output_type: "display_data",
      data: { "text/plain": "12 s" },
      metadata: { "gan-clinic": { volatile: true } },
    };
    expect(normalised(output)).toEqual([]);
  });

  it("keeps six digits of a number, in text and in JSON", () => {
    const text = "mean 0.30000000000000004, 12.5, v1.2.3, 1234567.891, -3.14159265e-7";
    expect(normalised({ output_type: "stream", name: "stdout", text })).toMatchObject([
      { text: "mean 0.3, 12.5, v1.2.3, 1234570, -3.14159e-7" },
    ]);
    const data = { "application/json": { a: [1 / 3, 7], b: { c: 1e-9 / 3 } } };
    expect(normalised({ output_type: "display_data", data, metadata: {} })).toMatchObject([
      { data: { "application/json": { a: [0.333333, 7], b: { c: 3.33333e-10 } } } },
    ]);
  });

  it("leaves pictures and HTML alone", () => {
    const data = { "image/png": "0.30000000000000004", "text/html": "<b>0.30000000000000004</b>" };
    expect(normalised({ output_type: "display_data", data, metadata: {} })).toMatchObject([
      { data },
    ]);
  });

  it("does not touch what it was given", () => {
    const notebook = buildNotebook("// %%\n1", "a");
    notebook.cells[0].metadata = { execution: {} };
    normaliseNotebook(notebook);
    expect(notebook.cells[0].metadata).toEqual({ execution: {} });
  });
});
