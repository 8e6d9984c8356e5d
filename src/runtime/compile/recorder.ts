import * as tf from "@tensorflow/tfjs";
import type { DrawRecorder, Random } from "../../random";
import { shapeText } from "../../shape";
import { cellOf, type Cell } from "./cells";
import { refuseRandomOp, UntraceableError } from "./refusals";
import type { Call, CellUse, Draw, DType, Info, KernelAttrs, ShapeRule, Value } from "./values";

/** Records one trace; there is one at a time, since a step runs from start to end without waiting. */
export class Recorder implements DrawRecorder {
  readonly calls: Call[] = [];
  readonly draws: Draw[] = [];
  readonly updates = new Map<tf.Optimizer, number>();
  /** Checks before each run that what was recorded still holds. */
  readonly guards = new Map<object, () => void>();
  readonly #values = new WeakMap<object, Value>();
  readonly #cells = new Map<Cell, { before: Value; current: Value }>();
  readonly #cellOfVariable = new Map<tf.Variable, Cell>();
  readonly #lives = new Map<object, Map<string, Value>>();
  readonly #children = new Map<Random, { anchor: Random; path: string[]; child: number }>();

  constructor(
    readonly rules: ReadonlyMap<string, ShapeRule>,
    readonly outside: <T>(work: () => T) => T,
  ) {}

  /** A new value behind a new data id. */
  add(value: Value): { dataId: object } & Info {
    const dataId = {};
    this.#values.set(dataId, value);
    return { dataId, shape: value.shape, dtype: value.dtype };
  }

  tensor(value: Value): tf.Tensor {
    const { dataId } = this.add(value);
    return tf
      .engine()
      .makeTensorFromTensorInfo({ dataId, shape: [...value.shape], dtype: value.dtype });
  }

  constant(values: ArrayLike<number>, shape: readonly number[], dtype: DType): { dataId: object } {
    refuseRandomOp();
    return this.add({ shape, dtype, source: { kind: "constant", values } });
  }

  kernel(name: string, inputs: tf.NamedTensorInfoMap, attrs: KernelAttrs) {
    const names = Object.keys(inputs).filter((key) => inputs[key] != null);
    const values = names.map((key) => this.valueOf(inputs[key] as tf.Tensor));
    const rule = this.rules.get(name);
    if (!rule) {
      throw new UntraceableError(
        name,
        `The kernel "${name}" has no row in the table of compiled kernels, so this step cannot be ` +
          "compiled. Write it with other operations, or run the step eagerly",
      );
    }
    const named = Object.fromEntries(names.map((key, i) => [key, values[i]]));
    const infos = rule(named, attrs);
    const outputs: Value[] = [];
    const call: Call = { kernel: name, inputs: values, names, attrs, outputs };
    for (const { shape, dtype } of isMany(infos) ? infos : [infos]) {
      outputs.push({ shape, dtype, call });
    }
    this.calls.push(call);
    const made = outputs.map((value) => this.add(value));
    return isMany(infos) ? made : made[0];
  }

  valueOf(tensor: tf.Tensor): Value {
    if (tensor instanceof tf.Variable) return this.#variable(tensor as tf.Variable);
    const known = this.#values.get(tensor.dataId);
    if (known) return known;
    const values = tensor.dataSync(); // made before the trace: it does not change any more
    const value: Value = {
      shape: tensor.shape,
      dtype: tensor.dtype as DType,
      source: { kind: "constant", values },
    };
    this.#values.set(tensor.dataId, value);
    return value;
  }

  #variable(variable: tf.Variable): Value {
    return this.cell([variable]).current;
  }

  /** The cell of some variables, and what it holds at this point of the step. */
  cell(variables: readonly tf.Variable[]): { cell: Cell; current: Value } {
    const cell = this.#cellOfVariable.get(variables[0]) ?? cellOf(variables);
    if (cell.variables.length !== variables.length) {
      throw new UntraceableError(
        variables[0].name,
        `The step uses "${variables[0].name}" in two ways: by itself and as a part of an optimiser's ` +
          "state, or in two updates over different variables. Use one optimiser for each set of variables",
      );
    }
    let use = this.#cells.get(cell);
    if (!use) {
      const { shape, dtype } = cell;
      const before: Value = { shape, dtype, source: { kind: "state", cell } };
      use = { before, current: before };
      this.#cells.set(cell, use);
      for (const variable of variables) this.#cellOfVariable.set(variable, cell);
    }
    return { cell, current: use.current };
  }

  assign(variables: readonly tf.Variable[], tensor: tf.Tensor): void {
    const { cell } = this.cell(variables);
    if (tensor.dtype !== cell.dtype || shapeText(tensor.shape) !== shapeText(cell.shape)) {
      throw new TypeError(
        `assign to "${variables[0].name}": wanted ${cell.dtype} of shape ${shapeText(cell.shape)}, ` +
          `found ${tensor.dtype} of shape ${shapeText(tensor.shape)}`,
      );
    }
    this.#cells.get(cell)!.current = this.valueOf(tensor);
  }

  /** A scalar that is read before every run: a learning rate. */
  live(owner: object, key: string, read: () => number): tf.Tensor {
    const known = this.#lives.get(owner) ?? new Map<string, Value>();
    this.#lives.set(owner, known);
    const value: Value = known.get(key) ?? {
      shape: [],
      dtype: "float32",
      source: { kind: "live", read },
    };
    known.set(key, value);
    return this.tensor(value);
  }

  stream(parent: Random, name: string, child: Random): void {
    const { anchor, path } = this.#children.get(parent) ?? { anchor: parent, path: [] };
    this.#children.set(child, { anchor, path: [...path, name], child: this.#children.size + 1 });
  }

  draw(stream: Random, kind: Draw["kind"], shape: readonly number[], low = 0, high = 1): tf.Tensor {
    const { anchor, path, child } = this.#children.get(stream) ?? {
      anchor: stream,
      path: [],
      child: 0,
    };
    const draw: Draw = { kind, shape, low, high, anchor, path, child };
    this.draws.push(draw);
    return this.tensor({ shape, dtype: "float32", source: { kind: "draw", draw } });
  }

  refuse(what: string): never {
    throw new UntraceableError(
      what,
      `${what} inside a compiled step gives plain numbers, which would stay the same in every step. ` +
        "Use random.normal(shape) or random.uniform(shape), which give tensors, or hand the numbers in as an input",
    );
  }

  cells(): CellUse[] {
    return [...this.#cells].map(([cell, { before, current }]) => ({
      cell,
      before,
      ...(current === before ? {} : { after: current }),
    }));
  }
}

function isMany(infos: Info | readonly Info[]): infos is readonly Info[] {
  return Array.isArray(infos);
}
