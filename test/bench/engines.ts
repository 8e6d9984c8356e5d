import path from "node:path";
import { Child } from "./protocol";
import { benchFolder, torchPython } from "./places";

/** One column of the benchmark. */
export interface EngineColumn {
  readonly name: string;
  readonly title: string;
  readonly mode: string;
  /** 0: its own choice. */
  readonly threads: number;
  /** 0: as many as the trainer takes. */
  readonly stepsPerCall: number;
  readonly program: "node" | "python";
  /** Not timed on the large workloads, where a step takes minutes. */
  readonly onlySmall?: boolean;
}

const node = { program: "node", threads: 0, stepsPerCall: 1 } as const;
const torch = { program: "python", stepsPerCall: 1 } as const;

/** All of them; which are there is found out by opening them. */
export const columns: readonly EngineColumn[] = [
  { ...node, name: "compiled", title: "compiled", mode: "compiled", stepsPerCall: 0 },
  { ...node, name: "compiled-1", title: "compiled, 1 thread", mode: "compiled", threads: 1 },
  { ...node, name: "compiled-2", title: "compiled, 2 threads", mode: "compiled", threads: 2 },
  { ...node, name: "native", title: "eager tfjs-node", mode: "native" },
  { ...node, name: "wasm", title: "eager wasm", mode: "wasm" },
  { ...node, name: "cpu", title: "eager cpu", mode: "cpu", onlySmall: true },
  { ...torch, name: "torch", title: "PyTorch, 2 threads", mode: "eager", threads: 2 },
  { ...torch, name: "torch-1", title: "PyTorch, 1 thread", mode: "eager", threads: 1 },
  { ...torch, name: "torch-compile", title: "torch.compile", mode: "compiled", threads: 2 },
];

/**
 * @throws RangeError for a name that no column has
 */
export function selectColumns(names: readonly string[] | undefined): EngineColumn[] {
  if (!names) return [...columns];
  return names.map((name) => {
    const found = columns.find((column) => column.name === name);
    if (found) return found;
    const known = columns.map((column) => column.name).join(", ");
    throw new RangeError(`--engines: wanted some of ${known}, found "${name}"`);
  });
}

/** Starts the process of a column. */
export function startChild({ program, threads }: EngineColumn): Child {
  if (program === "node")
    return new Child(process.execPath, [path.join(__dirname, "engine-child.js")]);
  // Read when torch is loaded. GNU's OpenMP lets threads spin for long while they wait for each other.
  // Dense GAN, batch 512, two threads on two cores, ms a step:
  //                             as it comes   10,000 spins   passive
  //   machine nearly idle            4-5            4-5        9-11
  //   two other busy processes       515             11           8
  // So PyTorch is not made slow either way by a bounded number of spins. (On other systems: no effect.)
  const environment = {
    OMP_NUM_THREADS: String(threads),
    GOMP_SPINCOUNT: "10000",
    PYTHONWARNINGS: "ignore",
  };
  return new Child(torchPython(), [path.join(benchFolder, "torch_bench.py")], environment);
}
