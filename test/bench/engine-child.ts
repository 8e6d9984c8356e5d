import * as tf from "@tensorflow/tfjs";
import { seeded } from "../../src/random";
import { compile } from "../../src/runtime/compile";
import { startEngine, type EngineName } from "../../src/runtime/engine";
import { answerCommands, type Command, type Opened } from "./protocol";
import { kindOf, type Workload } from "./workloads";

type OpenCommand = Extract<Command, { do: "open" }>;
type Run = (steps: number) => Promise<number>;

let run: Run | undefined;

void answerCommands(async (command) => {
  switch (command.do) {
    case "open":
      return open(command);
    case "run": {
      if (!run) throw new Error("run: nothing is open");
      const started = performance.now();
      const loss = await run(command.steps);
      const ms = performance.now() - started;
      if (!Number.isFinite(loss)) throw new Error(`the loss is ${loss}`);
      return { ms };
    }
    case "memory":
      return { peakMB: process.resourceUsage().maxRSS / 2 ** 10 };
  }
});

async function open(command: OpenCommand): Promise<Opened> {
  const { kind, sizes, mode } = command;
  const engine = await startEngine(mode === "compiled" ? "wasm" : (mode as EngineName));
  const random = seeded(1);
  const workload = kindOf(kind).make(random, sizes);
  const started = performance.now();
  const opened = mode === "compiled" ? await openCompiled(workload, command) : openEager(workload);
  ({ run } = opened);
  const prepared = performance.now();
  await run(1);
  return {
    engine: mode === "compiled" ? "ONNX Runtime" : `TensorFlow.js ${engine.name} ${engine.version}`,
    parameters: workload.variables.reduce((sum, { size }) => sum + size, 0),
    ...opened.facts,
    setup: {
      ...(opened.facts.setup ?? { preparation: prepared - started }),
      "first step": performance.now() - prepared,
    },
  };
}

interface Ready {
  readonly run: Run;
  readonly facts: Partial<Opened>;
}

/** A few batches made beforehand, in turns: what a data pipeline costs is not the engine's matter. */
function batches(workload: Workload) {
  const random = seeded(2);
  return Array.from({ length: 4 }, () => workload.batch(random));
}

function openEager(workload: Workload): Ready {
  const made = batches(workload);
  return {
    facts: {},
    run: async (steps) => {
      let value = NaN;
      for (let i = 0; i < steps; i++) {
        const losses = workload.fn(made[i % made.length]);
        // reading one makes an engine finish what it has put off
        if (i === steps - 1) [value] = await losses.discriminatorLoss.data<"float32">();
        tf.dispose(losses);
      }
      return value;
    },
  };
}

async function openCompiled(
  workload: Workload,
  { threads, stepsPerCall }: OpenCommand,
): Promise<Ready> {
  const step = await compile((inputs) => workload.fn(inputs), {
    inputs: workload.inputs,
    ...(threads > 0 && { threads }),
  });
  const made = batches(workload).map((batch) =>
    Object.fromEntries(
      Object.entries(batch).map(([name, tensor]) => [name, tensor.dataSync<"float32">().slice()]),
    ),
  );
  const { report } = step;
  const size = stepsPerCall === 0 ? report.stepsPerCall : stepsPerCall;
  const call = Array.from({ length: size }, (_, i) => made[i % made.length]);
  return {
    facts: {
      threads: report.threads,
      stepsPerCall: size,
      nodes: report.nodes,
      setup: { trace: report.traceMs, lower: report.lowerMs, session: report.sessionMs },
    },
    run: async (steps) => {
      let value = NaN;
      for (let i = 0; i < steps; i += size) {
        const results = await step.runMany(call.slice(0, steps - i));
        value = results.at(-1)!.discriminatorLoss;
      }
      return value;
    },
  };
}
