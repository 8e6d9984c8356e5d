import { describe, expect, it } from "vitest";
import {
  buildNotebook,
  courseMetadata,
  isEditedByHand,
  pullSource,
} from "../../src/course/convert";
import { formatNotebook } from "../../src/course/format-notebook";
import { parseNotebook } from "../../src/course/notebook";

const SOURCE = `// ---
// title: Two cells
// ---

// %% [markdown]
// # Two cells

// %% tags=["skip-execution"]
const a = 1;

// %%
const b = 2;

// %%
const b = 2;
`;

describe("buildNotebook", () => {
  it("gives equal bytes for equal text", () => {
    expect(formatNotebook(buildNotebook(SOURCE, "a"))).toBe(
      formatNotebook(buildNotebook(SOURCE, "b")),
    );
  });

  it("gives cells of equal text different ids, and keeps the ids of unchanged cells", () => {
    const ids = buildNotebook(SOURCE, "a").cells.map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    const changed = buildNotebook(SOURCE.replace("const a = 1", "const a = 7"), "a").cells.map(
      ({ id }) => id,
    );
    expect(changed.filter((id, index) => id !== ids[index])).toHaveLength(1);
  });

  it("writes what a Jupyter front end needs", () => {
    const { metadata, nbformat, nbformat_minor } = buildNotebook(SOURCE, "a");
    expect([nbformat, nbformat_minor]).toEqual([4, 5]);
    expect(metadata.kernelspec).toEqual({
      name: "tslab",
      display_name: "TypeScript",
      language: "typescript",
    });
    expect(courseMetadata({ metadata } as never).title).toBe("Two cells");
  });
});

describe("pullSource", () => {
  it("gives back the source to the byte", () => {
    const saved = formatNotebook(buildNotebook(SOURCE, "a"));
    expect(pullSource(parseNotebook(saved, "a.ipynb"))).toBe(SOURCE);
  });

  it("leaves outputs, ids and the editor's own metadata behind", () => {
    const notebook = buildNotebook(SOURCE, "a");
    const cell = notebook.cells[2];
    Object.assign(cell, { id: "f00d", execution_count: 9, outputs: [{ output_type: "stream" }] });
    cell.metadata = {
      execution: { "iopub.status.busy": "now" },
      scrolled: true,
      tags: [],
      jupyter: { outputs_hidden: true },
    };
    expect(pullSource(notebook)).toBe(SOURCE);
  });

  it("keeps that an author folds a cell's code", () => {
    const notebook = buildNotebook(SOURCE, "a");
    notebook.cells[2].metadata = { jupyter: { outputs_hidden: true, source_hidden: true } };
    expect(pullSource(notebook)).toContain("// %% folded");
  });
});

describe("isEditedByHand", () => {
  it("sees a changed text and a changed tag, not a new output", () => {
    const edit = (change: (cell: Record<string, unknown>) => void): boolean => {
      const notebook = buildNotebook(SOURCE, "a");
      change(notebook.cells[1]);
      return isEditedByHand(notebook);
    };
    expect(edit(() => undefined)).toBe(false);
    expect(edit((cell) => (cell.outputs = [{ output_type: "stream" }]))).toBe(false);
    expect(edit((cell) => (cell.source = "const a = 2;"))).toBe(true);
    expect(edit((cell) => (cell.metadata = {}))).toBe(true);
  });
});
