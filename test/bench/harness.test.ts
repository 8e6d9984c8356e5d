import { describe, expect, it } from "vitest";
import { columns, selectColumns } from "./engines";
import { sharesOf } from "./live";
import { timesOf, type Cells } from "./measure";
import { profileTables } from "./profile";
import { Child, parseAnswer } from "./protocol";
import { median, medianInterval, ratio, spread, stepsFor } from "./statistics";
import {
  digits,
  failures,
  markdownTable,
  ratioTable,
  setupTable,
  spreadText,
  timeTable,
} from "./table";

describe("statistics", () => {
  it("the median of odd and even counts, in any order", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(() => median([])).toThrow(/at least one value/);
  });

  it("a ratio is taken round by round, so a slow round of the machine does not count", () => {
    expect(ratio([1, 100, 1], [2, 200, 2])).toEqual({ median: 0.5, min: 0.5, max: 0.5 });
    expect(spread([2, 1, 9])).toEqual({ median: 2, min: 1, max: 9 });
  });

  it("the median's interval of ten values goes from the second to the ninth, one far off or not", () => {
    const values = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
    expect(medianInterval(values)).toEqual({ median: 5.5, low: 2, high: 9 });
    expect(medianInterval([1000, ...values.slice(1)])).toEqual({ median: 5.5, low: 2, high: 9 });
    // that all six lie on one side: 2 in 64
    expect(medianInterval([1, 2, 3, 4, 5, 6])).toEqual({ median: 3.5, low: 1, high: 6 });
    expect(() => medianInterval([1, 2, 3, 4, 5])).toThrow(/at least 6 values, found 5/);
  });

  it("a sample counts as showing when such code is anywhere on its stack", () => {
    const node = (id: number, functionName: string, url: string, children: number[] = []) => ({
      id,
      callFrame: { functionName, url, scriptId: "", lineNumber: 0, columnNumber: 0 },
      children,
    });
    const nodes = [
      node(1, "(root)", "", [2, 5, 6]),
      node(2, "train", "/course/dist/training/trainer.js", [3]),
      node(3, "pass", "/course/dist/plots/throttle.js", [4]),
      node(4, "stringify", "node:json"),
      node(5, "(garbage collector)", ""),
      node(6, "send", "C:\\course\\node_modules\\zeromq\\lib\\index.js"),
    ];
    const samples = [2, 3, 4, 5, 6];
    const timeDeltas = [40, 10, 20, 5, 25];
    const profile = { nodes, samples, timeDeltas, startTime: 0, endTime: 100 };
    expect(sharesOf(profile)).toEqual({ showing: 0.55, garbage: 0.05 });
    expect(() => sharesOf({ ...profile, samples: [], timeDeltas: [] })).toThrow(/found none/);
  });

  it("a slice holds at least one step and at most 500", () => {
    expect([stepsFor(250, 10), stepsFor(250, 9000), stepsFor(250, 0.01)]).toEqual([25, 1, 500]);
  });
});

describe("tables", () => {
  const cells: Cells = {
    compiled: {
      times: [1, 2, 3],
      opened: {
        engine: "ONNX Runtime",
        parameters: 7,
        threads: 1,
        nodes: 200,
        setup: { trace: 10.04 },
      },
      peakMB: 150.4,
    },
    torch: { times: [2, 4, 6] },
    "torch-1": { times: [1, 2, 3] },
    wasm: { times: [], error: "no such kernel" },
  };
  const measured = [{ name: "mlp", cells }];
  const chosen = selectColumns(["compiled", "wasm", "torch"]);

  it("numbers have three digits that matter", () => {
    expect([0, 0.01234, 1.234, 123.4, 1234.5, NaN].map(digits)).toEqual(
      ["0", "0.0123", "1.23", "123", "1235", "–"], // prettier-ignore
    );
    expect(spreadText({ median: 1.5, min: 1, max: 20 })).toBe("1.50 [1.00–20.0]");
  });

  it("Markdown", () => {
    expect(markdownTable(["a", "b"], [["c", "1"]])).toBe("| a | b |\n| --- | ---: |\n| c | 1 |");
  });

  it("times, ratios and setup; what is missing is left out or says why", () => {
    expect(timeTable(measured, chosen)).toBe(
      "| ms a step | compiled | PyTorch, 2 threads |\n| --- | ---: | ---: |\n" +
        "| mlp | 2.00 [1.00–3.00] | 4.00 [2.00–6.00] |",
    );
    expect(ratioTable(measured)).toBe(
      "| ratio | compiled / PyTorch, 2 threads | … / PyTorch, 1 thread | … / the quickest of these |\n" +
        "| --- | ---: | ---: | ---: |\n" +
        "| mlp | 0.500 [0.500–0.500] | 1.00 [1.00–1.00] | 1.00 [1.00–1.00] |",
    );
    expect(setupTable(measured, chosen)).toContain(
      "| mlp | compiled | trace 10.0 | 150 | 1 | 200 |",
    );
    expect(failures(measured, chosen)).toBe("- eager wasm: no such kernel (mlp)");
    expect(timesOf(cells, "nothing")).toEqual([]);
  });

  it("a profile by operator and by node", () => {
    const event = (name: string, op_name: string, dur: number) => ({
      cat: "Node",
      name: `${name}_kernel_time`,
      dur,
      args: { op_name, input_type_shape: [{ float: [4, 2] }], output_type_shape: [{ float: [] }] },
    });
    const other = { cat: "Session", name: "model_run", dur: 9000 };
    const text = profileTables([event("n1", "Gemm", 3000), event("n2", "Add", 1000), other], 2);
    expect(text).toContain("2.00 ms a step in kernels");
    expect(text).toContain("| Gemm | 75.0 % | 1.50 | 0.500 |");
    expect(text).toContain("| Gemm · n1 · 4x2 → scalar | 75.0 % | 1.50 |");
  });
});

describe("columns", () => {
  it("have names of their own, and an unknown one is refused with the list", () => {
    expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length);
    expect(selectColumns(undefined)).toEqual(columns);
    expect(() => selectColumns(["tpu"])).toThrow(/wanted some of compiled, .*found "tpu"/);
  });
});

describe("protocol", () => {
  it("an answer is an object; an error is thrown in the child's words", () => {
    expect(parseAnswer('{"ms":1}')).toEqual({ ms: 1 });
    expect(() => parseAnswer('{"error":"no GPU"}')).toThrow("no GPU");
    expect(() => parseAnswer("Warning: slow")).toThrow(/wanted an answer in JSON, found "Warning/);
  });

  const child = (script: string) => new Child(process.execPath, ["-e", script]);

  it("asks one thing after the other", async () => {
    const echo = child(`require("readline").createInterface({ input: process.stdin })
      .on("line", (line) => console.log(JSON.stringify({ ms: JSON.parse(line).steps })))`);
    expect(await echo.ask({ do: "run", steps: 3 })).toEqual({ ms: 3 });
    expect(await echo.ask({ do: "run", steps: 4 })).toEqual({ ms: 4 });
    await echo.close();
  });

  it("a child that ends says its last words, and one that hangs is ended", async () => {
    const broken = child(
      `process.stdin.once("data", () => { console.error("out of luck"); process.exit(1) })`,
    );
    await expect(broken.ask({ do: "memory" })).rejects.toThrow("out of luck");
    await broken.close();
    const hanging = child("setInterval(() => 0, 1000)");
    await expect(hanging.ask({ do: "memory" }, 200)).rejects.toThrow(
      /"memory" took longer than 0.2 s/,
    );
    await hanging.close();
  });

  it("a command that is not there ends in an error, not in a crash", async () => {
    const missing = new Child("no-such-command-anywhere", []);
    await expect(missing.ask({ do: "memory" })).rejects.toThrow(/ENOENT/);
    await missing.close();
  });
});
