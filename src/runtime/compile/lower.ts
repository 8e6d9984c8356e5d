import type { Cell } from "./cells";
import { GraphBuilder } from "./graph";
import { converted } from "./kernels/casts";
import { product } from "./kernels/matrix";
import { sameShape, sizeOf, type Lowered, type Operand } from "./kernels/row";
import { kernelTable } from "./kernels/table";
import type { Port } from "./onnx-model";
import type { Call, CellUse, Info, Source, Trace, Value } from "./values";

/** A number or array that a run hands to the graph. */
export interface Feed {
  readonly port: Port;
  readonly source: Exclude<Source, { kind: "state" }>;
}

/** A cell in the graph: the port that reads it, and the one that writes it, if the step does. */
export interface CellPorts {
  readonly cell: Cell;
  readonly input?: Port;
  readonly output?: Port;
}

/** One step as the body of a graph. */
export interface LoweredStep {
  readonly b: GraphBuilder;
  readonly feeds: readonly Feed[];
  readonly cells: readonly CellPorts[];
  readonly outputs: readonly { readonly key: string; readonly port: Port }[];
}

// A large constant (a captured data set) is handed in instead of being written into the graph.
const largestConstant = 4096;

/** Turns a trace into the nodes of one graph; what no output or state depends on is left out. */
export function lowerTrace(trace: Trace): LoweredStep {
  return new Lowerer(trace).run();
}

class Lowerer {
  readonly #b = new GraphBuilder();
  readonly #operands = new Map<Value, Operand>();
  readonly #feeds: Feed[] = [];
  readonly #inputs = new Map<Cell, Port>();
  readonly #uses: ReadonlyMap<Value, number>;
  /** Sums that take in a product. */
  readonly #fused: ReadonlyMap<Call, Call>;

  constructor(readonly trace: Trace) {
    this.#uses = countUses(trace);
    this.#fused = fusedProducts(trace, this.#uses);
  }

  run(): LoweredStep {
    const fusedAway = new Set(this.#fused.values());
    for (const call of this.trace.calls) {
      const live = call.outputs.some((value) => this.#uses.has(value));
      if (live && !fusedAway.has(call)) this.#lower(call);
    }
    const outputs = Object.entries(this.trace.outputs).map(([key, value]) => ({
      key,
      port: this.#port("out", value),
    }));
    const cells = this.trace.cells.map((use) => this.#cell(use));
    return { b: this.#b, feeds: this.#feeds, cells, outputs };
  }

  #cell({ cell, after }: CellUse): CellPorts {
    const input = this.#inputs.get(cell);
    const output = after && this.#port("next", after);
    return { cell, ...(input && { input }), ...(output && { output }) };
  }

  /** An output of the graph. An Identity gives it a name of its own, whatever it is made of. */
  #port(hint: string, value: Value): Port {
    const inputs = [this.#full(this.#operand(value))];
    const name = this.#b.fresh(hint);
    this.#b.nodes.push({ op: "Identity", inputs, outputs: [name], attributes: {} });
    return { name, type: value.dtype, dims: value.shape };
  }

  #operand(value: Value): Operand {
    let operand = this.#operands.get(value);
    if (!operand) {
      if (!value.source) throw new Error(`The kernel ${value.call!.kernel} was not lowered`);
      operand = this.#sourceOperand(value, value.source);
      this.#operands.set(value, operand);
    }
    return operand;
  }

  #sourceOperand({ shape, dtype }: Info, source: Source): Operand {
    if (source.kind === "state") {
      const port = { name: this.#b.fresh("state"), type: dtype, dims: shape };
      this.#inputs.set(source.cell, port);
      return { shape, dtype, name: port.name, held: shape };
    }
    if (source.kind === "constant") {
      const { values } = source;
      if (values.length > 0 && isUniform(values)) {
        return { shape, dtype, uniform: converted(values[0], dtype), held: [] };
      }
      if (values.length <= largestConstant) {
        const name = this.#b.constant(values, shape, dtype);
        return { shape, dtype, name, held: shape, known: values };
      }
    }
    const port = { name: this.#b.fresh(source.kind), type: dtype, dims: shape };
    this.#feeds.push({ port, source });
    return { shape, dtype, name: port.name, held: shape };
  }

  #get(operand: Operand): string {
    if (operand.uniform !== undefined) return this.#b.scalar(operand.uniform, operand.dtype);
    return operand.name!;
  }

  #full(operand: Operand): string {
    const name = this.#get(operand);
    if (operand.uniform === undefined && sameShape(operand.held, operand.shape)) return name;
    if (operand.shape.length === 0) return name;
    const key = `full ${name} ${operand.dtype} (${operand.shape.join()})`;
    return this.#b.memo(key, () => this.#b.emit("Expand", [name, this.#b.ints(operand.shape)]));
  }

  #lower(call: Call): void {
    const fused = this.#fused.get(call);
    const list = (fused ?? call).inputs.map((value) => this.#operand(value));
    const tools = {
      b: this.#b,
      get: (operand: Operand) => this.#get(operand),
      full: (operand: Operand) => this.#full(operand),
    };
    let results: Lowered | readonly Lowered[];
    if (fused) {
      const bias = call.inputs.find((value) => value.call !== fused)!;
      const transposed = fused.attrs as { transposeA: boolean; transposeB: boolean };
      results = product(tools, list, transposed, this.#operand(bias));
    } else {
      results = kernelTable.get(call.kernel)!.lower({
        ...tools,
        list,
        inputs: Object.fromEntries(call.names.map((name, i) => [name, list[i]])),
        attrs: call.attrs,
        outputs: call.outputs,
      });
    }
    const many = Array.isArray(results) ? (results as readonly Lowered[]) : [results as Lowered];
    call.outputs.forEach((value, i) => this.#operands.set(value, operandOf(value, many[i])));
  }
}

function operandOf({ shape, dtype }: Info, result: Lowered): Operand {
  if (typeof result === "string") return { shape, dtype, name: result, held: shape };
  if ("uniform" in result) return { shape, dtype, uniform: result.uniform, held: [] };
  return { shape, dtype, name: result.name, held: result.held };
}

/** How often each value is used by something that an output or a state depends on. */
function countUses(trace: Trace): Map<Value, number> {
  const uses = new Map<Value, number>();
  const use = (value: Value) => uses.set(value, (uses.get(value) ?? 0) + 1);
  Object.values(trace.outputs).forEach(use);
  for (const { after } of trace.cells) if (after) use(after);
  for (const call of [...trace.calls].reverse()) {
    if (call.outputs.some((value) => uses.has(value))) call.inputs.forEach(use);
  }
  return uses;
}

/** Each sum of a bias, or of another matrix, and a product that nothing else uses: sum → product. */
function fusedProducts(trace: Trace, uses: ReadonlyMap<Value, number>): Map<Call, Call> {
  const fused = new Map<Call, Call>();
  for (const call of trace.calls) {
    if (call.kernel !== "Add" || !uses.has(call.outputs[0])) continue;
    const [a, b] = call.inputs;
    for (const [made, bias] of [
      [a, b],
      [b, a],
    ] as const) {
      if (made.call?.kernel !== "BatchMatMul" || made.shape.length !== 2) continue;
      if (made.dtype !== "float32") continue; // ONNX Runtime's Gemm is for floats
      const isRow = sizeOf(bias.shape) === made.shape[1] && bias.shape.at(-1) === made.shape[1];
      const fits = isRow || sameShape(bias.shape, made.shape);
      if (uses.get(made) === 1 && fits && sameShape(call.outputs[0].shape, made.shape)) {
        fused.set(call, made.call);
        break;
      }
    }
  }
  return fused;
}

function isUniform(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (!Object.is(values[i], values[0])) return false;
  return true;
}
