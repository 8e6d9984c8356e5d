/** What a session does when cells and probes end their process, with a compiler and sandboxes that only pretend. */
import { expect, it } from "vitest";
import type { Compiler } from "../../../src/grader/compile/compiler";
import { openSession, type SessionLimits } from "../../../src/grader/grade/session";
import type { CompiledCell } from "../../../src/grader/sandbox/program";
import type { Run, Sandbox } from "../../../src/grader/sandbox/sandbox";

/**
 * Cells are words. "declares a" declares a, "refused" does not compile, "slow compile" takes 5 s to compile, and a
 * sandbox ends by "exit", throws at "throw", is stopped at "loop", and waits a little at "slow".
 */
const compiler: Compiler = {
  compile(declarations, source) {
    const seconds = source === "slow compile" ? 5 : 0;
    if (source === "refused") {
      const diagnostics = [{ line: 3, message: "no such name" }];
      return Promise.resolve({ outcome: "refused", diagnostics, seconds });
    }
    if (source === "bomb") {
      return Promise.resolve({
        outcome: "timed out",
        message: "Compiling it took longer",
        seconds,
      });
    }
    const after = source.startsWith("declares") ? `${declarations};${source}` : declarations;
    const cell: CompiledCell = { code: source, awaits: false };
    return Promise.resolve({ outcome: "compiled", cell, declarations: after, seconds });
  },
  close: () => Promise.resolve(),
};

/** A sandbox that runs cells and probes as it is told. */
function boxOf(
  run: (code: string, seconds: number, quiet?: boolean) => Promise<Run>,
  close = () => Promise.resolve(),
): Promise<Sandbox> {
  return Promise.resolve({
    isolation: "process",
    unlimited: [],
    ready: { engine: "wasm", wall: 0, processor: 0 },
    runCell: ({ code }, seconds, quiet) => run(code, seconds, quiet),
    probe: ({ text }, seconds, quiet) => run(text, seconds, quiet),
    processes: () => [],
    close,
  });
}

/** Each list is what one sandbox ran, in order; a word with "2nd" in it ends a sandbox that is not the first. */
function fakeSandboxes() {
  const ran: string[][] = [];
  const closed: number[] = [];
  const given: number[] = [];
  const take = (): Promise<Sandbox> => {
    const index = ran.push([]) - 1;
    const run = async (code: string, seconds: number): Promise<Run> => {
      ran[index].push(code);
      given.push(seconds);
      const printed = "";
      if (code === "exit" || (code.includes("2nd") && index > 0)) {
        return { outcome: "crashed", message: "It exited", printed };
      }
      if (code === "killed")
        return { outcome: "timed out", message: "late", alive: false, printed };
      if (code === "loop") return { outcome: "timed out", message: "late", alive: true, printed };
      if (code === "throw") return { outcome: "failed", message: "Error: mine", printed };
      if (code === "missing") return { outcome: "missing", names: ["spread"], printed };
      if (code === "slow") await new Promise((resolve) => setTimeout(resolve, 550));
      return { outcome: "done", values: code, printed };
    };
    return boxOf(run, () => {
      closed.push(index);
      return Promise.resolve();
    });
  };
  return { take, ran, closed, given };
}

function open(limits: Partial<SessionLimits> = {}) {
  const boxes = fakeSandboxes();
  const session = openSession(compiler, boxes.take, {
    cell: 10,
    notebook: 100,
    restarts: 3,
    ...limits,
  });
  const cell = (text: string) => session.cell(text, false);
  const probe = (text: string, seconds = 10) =>
    session.probe({ text, uses: [], inputs: null }, seconds);
  return { ...boxes, session, cell, probe };
}

it("runs cells one after another in one process, and starts none for cells that only show something", async () => {
  const { session, cell, probe, ran } = open();
  expect(await session.cell("shows a plot", true)).toBeUndefined();
  expect(ran).toEqual([]);
  expect(await session.cell("declares a", true)).toBeUndefined();
  expect(await cell("b")).toBeUndefined();
  expect(await probe("p")).toMatchObject({ outcome: "done", values: "p" });
  expect(ran).toEqual([["declares a", "b", "p"]]);
});

it("after a crash runs again what ran before, but for the killer and for probes", async () => {
  const { cell, probe, ran, closed } = open();
  await cell("a");
  expect(await cell("throw")).toEqual({ outcome: "crashed", message: "Error: mine" });
  await probe("p");
  expect(await cell("exit")).toEqual({ outcome: "crashed", message: "It exited" });
  expect(await cell("b")).toBeUndefined();
  expect(ran).toEqual([
    ["a", "throw", "p", "exit"],
    ["a", "throw", "b"],
  ]);
  expect(await probe("exit")).toMatchObject({ outcome: "crashed" });
  await probe("q");
  expect(ran[2]).toEqual(["a", "throw", "b", "q"]);
  expect(closed).toEqual([0, 1]);
});

it("a cell that kills only when it is run again is left out; those below it are not", async () => {
  const { cell, probe, ran } = open();
  for (const text of ["a", "kills 2nd", "b"]) await cell(text);
  await cell("exit");
  expect(await probe("p")).toMatchObject({ outcome: "done" });
  expect(ran.slice(1)).toEqual([
    ["a", "kills 2nd"],
    ["a", "b", "p"],
  ]);
});

it("one that was stopped in time keeps its process, one that was killed does not", async () => {
  const { cell, probe, ran } = open();
  await cell("a");
  expect(await cell("loop")).toEqual({ outcome: "timed out", message: "late" });
  await probe("p");
  expect(await cell("killed")).toMatchObject({ outcome: "timed out" });
  await probe("q");
  expect(ran).toEqual([
    ["a", "loop", "p", "killed"],
    ["a", "q"],
  ]);
});

it("gives up after so many new processes, and says so", async () => {
  const { cell, probe, ran, closed } = open({ restarts: 1 });
  await cell("exit");
  await cell("exit");
  const message = "The notebook stopped its process 2 times, and is not started again";
  expect(await cell("a")).toEqual({ outcome: "crashed", message });
  expect(await probe("p")).toEqual({ outcome: "crashed", message, printed: "" });
  expect(ran).toHaveLength(2);
  expect(closed).toEqual([0, 1]);
});

it("keeps to the notebook's time: a run is cut short by it, and nothing starts after it", async () => {
  const { cell, probe, given, ran } = open({ notebook: 0.5 });
  await cell("a");
  expect(given[0]).toBeCloseTo(0.5, 1);
  const message = "The whole notebook took longer than 0.5 s";
  expect(await cell("loop")).toEqual({ outcome: "timed out", message }); // its own 10 s were not over
  await cell("slow");
  expect(await cell("b")).toEqual({ outcome: "timed out", message });
  expect(await probe("p")).toMatchObject({ outcome: "timed out", message, alive: true });
  expect(ran).toEqual([["a", "loop", "slow"]]);
});

it("counts the time of compiling, which is the notebook's own", async () => {
  const { cell, ran } = open({ notebook: 9 });
  expect(await cell("slow compile")).toBeUndefined();
  expect(await cell("slow compile")).toMatchObject({ outcome: "timed out" });
  expect(await cell("refused")).toMatchObject({ outcome: "timed out" });
  expect(ran).toEqual([["slow compile"]]);
});

it("a cell that does not compile is not run, and what it would declare is not there", async () => {
  const { cell, ran } = open();
  await cell("declares a");
  expect(await cell("refused")).toEqual({
    outcome: "crashed",
    message: "The cell does not compile. Line 3: no such name",
  });
  expect(await cell("bomb")).toEqual({ outcome: "timed out", message: "Compiling it took longer" });
  expect(ran).toEqual([["declares a"]]);
});

/**
 * Sandboxes with something left over: "leaks" leaves a timer, "leaks badly" what no stopping stops. While either is at
 * work, every other run ends the process. Each list is what one sandbox ran.
 */
function leakySandboxes() {
  const ran: string[][] = [];
  const take = (): Promise<Sandbox> => {
    const own: string[] = [];
    ran.push(own);
    let [timer, worse] = [false, false];
    const run = (code: string, quiet = false): Promise<Run> => {
      own.push(code);
      const printed = "";
      if (timer || worse || code === "exit") {
        return Promise.resolve({ outcome: "crashed", message: "It exited", printed });
      }
      timer = code === "leaks" && !quiet;
      worse = code === "leaks badly";
      const restless = timer || worse;
      return Promise.resolve({ outcome: "done", values: code, printed, restless, changed: [] });
    };
    return boxOf((code, _seconds, quiet) => run(code, quiet));
  };
  return { take, ran };
}

it.each([
  [
    "leaks",
    [
      ["leaks", "b"],
      ["leaks", "b", "p"],
    ],
  ],
  [
    "leaks badly",
    [
      ["leaks badly", "b"],
      ["leaks badly", "b"],
      ["b", "p"],
    ],
  ],
])("what %j left running costs nothing but itself", async (leak, wanted) => {
  const { take, ran } = leakySandboxes();
  const limits = { cell: 10, notebook: 100, restarts: 0 };
  const session = openSession(compiler, take, limits);
  expect(await session.cell(leak, false)).toBeUndefined();
  expect(await session.cell("b", false)).toBeUndefined();
  expect(await session.probe({ text: "p", uses: [], inputs: null }, 10)).toMatchObject({
    outcome: "done",
  });
  expect(ran.slice(0, wanted.length)).toEqual(wanted);
  expect(session.flags()).toMatchObject([{ kind: "left running" }]);
});

it("one that ends its process itself is not tried again, though something was left over", async () => {
  const { take } = leakySandboxes();
  const session = openSession(compiler, take, { cell: 10, notebook: 100, restarts: 3 });
  await session.cell("leaks", false);
  expect(await session.cell("exit", false)).toMatchObject({ outcome: "crashed" });
  expect(await session.cell("b", false)).toBeUndefined();
});

it("calls that something left running may have made are looked at again without it, and one's own stay", async () => {
  const called = { names: ["trainGan"], parts: [], operations: [] };
  const ran: string[][] = [];
  const take = (): Promise<Sandbox> => {
    const own: string[] = [];
    ran.push(own);
    let restless = false;
    const run = (code: string, quiet = false): Promise<Run> => {
      own.push(code);
      restless = restless || (code === "trains on" && !quiet);
      const calls = restless || code === "its own" ? called : { ...called, names: [] };
      return Promise.resolve({ outcome: "done", values: code, printed: "", restless, calls });
    };
    return boxOf((code, _seconds, quiet) => run(code, quiet));
  };
  const isBlamed = ({ calls }: Run) => calls!.names.length > 0;
  const probed = async (cell: string, text: string) => {
    const session = openSession(compiler, take, { cell: 10, notebook: 100, restarts: 0 });
    await session.cell(cell, false);
    const { calls } = await session.probe({ text, uses: [], inputs: null }, 10, isBlamed);
    return calls!.names;
  };
  expect(await probed("trains on", "honest")).toEqual([]);
  expect(ran.splice(0)).toEqual([["trains on", "honest"], ["trains on", "honest"]]); // prettier-ignore
  expect(await probed("trains on", "its own")).toEqual(["trainGan"]);
  expect(await probed("quiet", "its own")).toEqual(["trainGan"]);
  expect(ran.at(-1)).toEqual(["quiet", "its own"]); // nothing was left running: once is enough
});

it("closes what it has, once or more, and starts nothing after it", async () => {
  const { session, cell, closed } = open();
  await cell("a");
  await session.close();
  await session.close();
  expect(closed).toEqual([0]);
  await expect(cell("b")).rejects.toThrow("It was stopped");
});
