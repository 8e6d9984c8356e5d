import fs from "node:fs";
import { describe, expect, test } from "vitest";
import type { IOutput } from "@jupyterlab/nbformat";
import {
  addMessage,
  beginCell,
  cellOutputs,
  createCollector,
} from "../../../src/course/run/outputs";
import type { OutputLimits, OutputMessage } from "../../../src/course/run/outputs";

const stream = (text: string, name = "stdout"): OutputMessage => ({
  type: "stream",
  content: { name, text },
});
const display = (text: string, id?: string, type = "display_data"): OutputMessage => ({
  type,
  content: { data: { "text/plain": text }, metadata: {}, transient: { display_id: id } },
});
const clear: OutputMessage = { type: "clear_output", content: { wait: false } };

/** The outputs of each cell after these messages; cells are numbered from 1 for execution. */
function collect(cells: OutputMessage[][], limits?: Partial<OutputLimits>): IOutput[][] {
  const collector = createCollector(limits);
  cells.forEach((messages, i) => {
    beginCell(collector, i, i + 1);
    for (const message of messages) addMessage(collector, message);
  });
  return cells.map((_, i) => cellOutputs(collector, i));
}

describe("as nbclient", () => {
  interface Case {
    name: string;
    cells: OutputMessage[][];
    outputs: IOutput[][];
  }
  const file = "test/fixtures/notebooks/nbclient-outputs.json";
  const { cases } = JSON.parse(fs.readFileSync(file, "utf8")) as { cases: Case[] };
  test.each(cases)("$name", ({ cells, outputs }) => {
    expect(collect(cells)).toEqual(outputs);
  });
});

test("stdout and stderr keep their order, where nbclient sorts them", () => {
  expect(collect([[stream("a\n"), stream("b\n", "stderr"), stream("c\n")]])).toEqual([
    [
      { output_type: "stream", name: "stdout", text: "a\n" },
      { output_type: "stream", name: "stderr", text: "b\n" },
      { output_type: "stream", name: "stdout", text: "c\n" },
    ],
  ]);
});

test("an execute_result has our number of its cell, not the kernel's", () => {
  const result = { data: { "text/plain": "42" }, metadata: {}, execution_count: 17 };
  const [, outputs] = collect([[], [{ type: "execute_result", content: result }]]);
  expect(outputs).toEqual([{ output_type: "execute_result", ...result, execution_count: 2 }]);
});

test("malformed contents give empty outputs and no error", () => {
  const types = ["stream", "display_data", "update_display_data", "error", "odd"];
  const messages = types.map((type) => ({ type, content: { data: null, transient: 3 } }));
  expect(collect([[...messages, { type: "clear_output", content: { wait: "yes" } }]])).toEqual([
    [],
  ]);
  expect(collect([messages])).toEqual([
    [
      { output_type: "stream", name: "stdout", text: "" },
      { output_type: "display_data", data: {}, metadata: {} },
      { output_type: "error", ename: "", evalue: "", traceback: [] },
    ],
  ]);
});

test("a message before the first cell is dropped", () => {
  const collector = createCollector();
  expect(addMessage(collector, stream("a"))).toBeUndefined();
  expect(collector.cells.size).toBe(0);
});

test("a message tells what it stored", () => {
  const collector = createCollector();
  beginCell(collector, 0, 1);
  expect(addMessage(collector, stream("a"))).toEqual({
    output_type: "stream",
    name: "stdout",
    text: "a",
  });
  expect(addMessage(collector, clear)).toBeUndefined();
  expect(addMessage(collector, { type: "status", content: {} })).toBeUndefined();
});

describe("the limit", () => {
  const notice = expect.stringContaining("[clinic] The output of this cell is cut here") as string;
  const cutNotice = { output_type: "stream", name: "stderr", text: notice };

  test("cuts a text at the byte, between characters, and says so once", () => {
    // "é" has two bytes: five bytes hold two of them.
    const [outputs] = collect([[stream("ééé"), stream("a"), stream("b")]], { bytes: 5 });
    expect(outputs).toEqual([{ output_type: "stream", name: "stdout", text: "éé" }, cutNotice]);
  });

  test("holds exactly that many bytes", () => {
    const [outputs] = collect([[stream("123"), stream("45")]], { bytes: 5 });
    expect(outputs).toEqual([{ output_type: "stream", name: "stdout", text: "12345" }]);
  });

  test("counts what a carriage return wrote over only once", () => {
    const bar = Array.from({ length: 1000 }, (_, i) => stream(`${i}\r`));
    const [outputs] = collect([[...bar, stream("done\n")]], { bytes: 10 });
    expect(outputs).toEqual([{ output_type: "stream", name: "stdout", text: "done\n" }]);
  });

  test("lets a display be updated for ever, and keeps the last update that fits", () => {
    const updates = Array.from({ length: 1000 }, (_, i) =>
      display(String(i), "x", "update_display_data"),
    );
    const large = display("x".repeat(500), "x", "update_display_data");
    const [outputs] = collect([[display("0", "x"), ...updates, large]], { bytes: 200 });
    expect(outputs).toEqual([
      { output_type: "display_data", data: { "text/plain": "999" }, metadata: {} },
    ]);
  });

  test("drops a display that is too large, and what follows", () => {
    const [outputs] = collect([[display("x".repeat(500)), display("1")]], { bytes: 200 });
    expect(outputs).toEqual([cutNotice]);
  });

  test("counts outputs too; texts in a row are one", () => {
    const two = [display("1"), stream("a"), stream("b"), display("2"), display("3")];
    const [outputs] = collect([two], { outputs: 2 });
    expect(outputs).toEqual([
      { output_type: "display_data", data: { "text/plain": "1" }, metadata: {} },
      { output_type: "stream", name: "stdout", text: "ab" },
      cutNotice,
    ]);
  });

  test("never drops an error", () => {
    const error = { type: "error", content: { ename: "E", evalue: "v", traceback: [] } };
    const [outputs] = collect([[stream("123456"), error]], { bytes: 5 });
    const stored = { output_type: "error", ename: "E", evalue: "v", traceback: [] };
    expect(outputs.at(-1)).toEqual(stored);
  });

  test("starts again after clear_output, and in the next cell", () => {
    const cells = [[stream("123456"), clear, stream("abc")], [stream("de")]];
    expect(collect(cells, { bytes: 5 })).toEqual([
      [{ output_type: "stream", name: "stdout", text: "abc" }],
      [{ output_type: "stream", name: "stdout", text: "de" }],
    ]);
  });
});
