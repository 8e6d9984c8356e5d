import type { Attributes, ElementType, Initializer, Node } from "./onnx-model";

/** Collects the nodes and constants of one ONNX graph. A value is known by its name. */
export class GraphBuilder {
  readonly nodes: Node[] = [];
  readonly initializers: Initializer[] = [];
  readonly #made = new Map<string, string>();
  #count = 0;

  /** A name that nothing else has. */
  fresh(hint: string): string {
    return `${hint}_${this.#count++}`;
  }

  /** Adds a node of one output; returns the output's name. */
  emit(op: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.emitMany(op, inputs, 1, attributes)[0];
  }

  /** Adds a node of several outputs. */
  emitMany(
    op: string,
    inputs: readonly string[],
    outputs: number,
    attributes: Attributes = {},
  ): string[] {
    const names = Array.from({ length: outputs }, () => this.fresh(op));
    this.nodes.push({ op, inputs, outputs: names, attributes });
    return names;
  }

  /** A constant; small ones of the same content are made once. */
  constant(values: ArrayLike<number>, dims: readonly number[], type: ElementType): string {
    const make = () => {
      const name = this.fresh("constant");
      this.initializers.push({ name, dims, type, bytes: bytesOf(values, type) });
      return name;
    };
    if (values.length > 64) return make();
    // Object.is tells 0 from -0, and so does this key
    const text = Array.from(values, (value) => (Object.is(value, -0) ? "-0" : String(value)));
    return this.memo(`${type}(${dims.join()}) ${text.join()}`, make);
  }

  scalar(value: number, type: ElementType = "float32"): string {
    return this.constant([value], [], type);
  }

  /** An int64 vector: shapes, axes. */
  ints(values: readonly number[]): string {
    return this.constant(values, [values.length], "int64");
  }

  /** Whether something was made under this key. */
  knows(key: string): boolean {
    return this.#made.has(key);
  }

  /** What `make` returned the first time it was asked for under this key. */
  memo(key: string, make: () => string): string {
    let name = this.#made.get(key);
    if (name === undefined) {
      name = make();
      this.#made.set(key, name);
    }
    return name;
  }
}

function bytesOf(values: ArrayLike<number>, type: ElementType): Uint8Array {
  const array = {
    float32: () => Float32Array.from(values),
    int32: () => Int32Array.from(values),
    int64: () => BigInt64Array.from(Array.from(values), BigInt),
    bool: () => Uint8Array.from(values, (value) => (value === 0 ? 0 : 1)),
    float64: () => Float64Array.from(values),
  }[type]();
  return new Uint8Array(array.buffer);
}
