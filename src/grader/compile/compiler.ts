/**
 * Compiles the cells of submissions, each in its own state, in one process that is restarted when a cell kills it.
 */
import { z } from "zod";
import { hashJson } from "../../course/hash";
import { openChannel, type Channel } from "../sandbox/channel";
import { limitsWith } from "../sandbox/limits";
import { launchProcess } from "../sandbox/process";
import type { CompiledCell, Program } from "../sandbox/program";
import type { Diagnostic } from "./convert";
import { recent } from "./recent";

export interface CompilerOptions {
  /** The folder with package.json, dist and node_modules. */
  readonly libraryRoot: string;
  /** Longest time of one cell; 20. */
  readonly seconds?: number;
  /** MiB of the compiler; 1024. */
  readonly memory?: number;
}

/** What became of a cell. After a failure the next cell is compiled with the declarations of before, as in tslab. */
export type Compilation =
  | { readonly outcome: "compiled"; readonly cell: CompiledCell; readonly declarations: string }
  | { readonly outcome: "refused"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly outcome: "timed out" | "crashed"; readonly message: string };

export interface Compiler {
  /**
   * @param declarations of the cells before it: "" for the first, then as the last good cell answered
   * @param source the cell, as the student wrote it
   * @returns also the seconds that it worked: 0 for a cell that it knows
   */
  readonly compile: (
    declarations: string,
    source: string,
  ) => Promise<Compilation & { readonly seconds: number }>;
  readonly close: () => Promise<void>;
}

const answerShape = z.discriminatedUnion("state", [
  z.object({
    state: z.literal("compiled"),
    code: z.string(),
    awaits: z.boolean(),
    last: z.string().optional(),
    declarations: z.string(),
  }),
  z.object({
    state: z.literal("refused"),
    diagnostics: z.array(z.object({ message: z.string(), line: z.number() })),
  }),
]);

// A class writes most of its cells alike: those given, and those after functions of the same types.
const maxKnown = 2000;

// Longer than anything a person writes in a notebook's cell.
const maxSource = 500_000;

/** Start a compiler; done when it is warm. */
export async function openCompiler(options: CompilerOptions): Promise<Compiler> {
  const seconds = options.seconds ?? 20;
  const limits = limitsWith({ memory: options.memory ?? 1024, processor: 24 * 3600, values: 8 });
  const program: Program = {
    libraryRoot: options.libraryRoot,
    script: "dist/grader/compile/worker.js",
    environment: {},
    limits,
  };
  let channel: Channel | undefined = await start();
  let queue: Promise<unknown> = Promise.resolve();
  let closed = false;
  const known = recent<Compilation>(maxKnown);

  async function start(): Promise<Channel> {
    const launched = launchProcess(program);
    const opened = openChannel(launched, limits);
    const answer = await opened.ask("start", null, limits.start);
    const { warm } = (answer.state === "answered" ? answer.value : {}) as { warm?: string };
    if (warm !== "") {
      await opened.close();
      const said = [warm, "message" in answer ? answer.message : answer.state, answer.printed];
      throw new Error(`The compiler did not start: ${said.filter(Boolean).join("\n")}`);
    }
    launched.ready();
    return opened;
  }

  async function compileNow(
    declarations: string,
    source: string,
  ): Promise<Compilation & { readonly seconds: number }> {
    if (closed) throw new Error("The compiler is closed");
    if (source.length > maxSource) {
      const message = `The cell is ${source.length} characters long, allowed are ${maxSource}`;
      return { outcome: "refused", diagnostics: [{ message, line: 1 }], seconds: 0 };
    }
    const key = hashJson([declarations, source]);
    const before = known.get(key);
    if (before) return { ...before, seconds: 0 };
    const begun = performance.now();
    const compilation = await convert(declarations, source);
    if (compilation.outcome === "compiled" || compilation.outcome === "refused") {
      known.set(key, compilation);
    }
    return { ...compilation, seconds: (performance.now() - begun) / 1000 };
  }

  async function convert(declarations: string, source: string): Promise<Compilation> {
    channel ??= await start();
    const answer = await channel.ask("compile", { declarations, source }, seconds);
    // After a stop, or an error of the compiler itself, the next cell gets a new one.
    if (answer.state !== "answered") {
      await channel.close();
      channel = undefined;
    }
    if (answer.state === "late") {
      return { outcome: "timed out", message: `Compiling it took longer than ${seconds} s` };
    }
    if (answer.state !== "answered") return { outcome: "crashed", message: answer.message };
    const converted = answerShape.parse(answer.value);
    if (converted.state === "refused") {
      return { outcome: "refused", diagnostics: converted.diagnostics };
    }
    const { code, awaits, last } = converted;
    const cell = { code, awaits, ...(last === undefined ? {} : { last }) };
    return { outcome: "compiled", cell, declarations: converted.declarations };
  }

  return {
    compile(declarations, source) {
      const next = queue.then(() => compileNow(declarations, source));
      queue = next.catch(() => undefined);
      return next;
    },
    async close() {
      closed = true;
      await channel?.close();
    },
  };
}
