import { UntraceableError } from "../refusals";
import type { DType, NamedInfos } from "../values";

// ONNX has most operations for some types only, and would say so in its own words when the graph is
// loaded. So each row says which types it takes, and a step is refused where it calls a kernel with another.

/** Which types a kernel takes. */
export interface Types {
  /** Of its inputs; all have the same, unless they may be `mixed`. */
  readonly of: readonly DType[];
  readonly mixed?: boolean;
  /** Inputs with types of their own: indices, conditions. */
  readonly but?: Readonly<Record<string, readonly DType[]>>;
  /** What to do for a type that is not taken, where a cast is not the best remedy. */
  readonly instead?: string;
}

export const floats: Types = { of: ["float32"] };
export const numbers: Types = { of: ["float32", "int32"] };
export const booleans: Types = { of: ["bool"] };
export const anything: Types = { of: ["float32", "int32", "bool"] };

/**
 * Refuses inputs of types that the kernel has no compiled form for.
 *
 * @throws UntraceableError that names the kernel, the types and the remedy
 */
export function refuseTypes(
  kernel: string,
  inputs: NamedInfos,
  { of, mixed = false, but = {}, instead }: Types,
): void {
  const entries = Object.entries(inputs);
  const found = [...new Set(entries.map(([, { dtype }]) => dtype))];
  const own = entries.filter(([name]) => !(name in but));
  const apart = entries.find(([name, { dtype }]) => name in but && !but[name].includes(dtype));
  const types = [...new Set(own.map(([, { dtype }]) => dtype))];
  const taken = types.every((type) => of.includes(type));
  if (apart) {
    const [name, { dtype }] = apart;
    const wanted = but[name];
    refuseKernel(
      kernel,
      `with ${name} of ${dtype}`,
      `Compiled, it takes ${wanted.join(", ")} there: tf.cast(${name}, "${wanted[0]}")`,
    );
  }
  if (!taken) {
    const target = types.includes("bool") && of.includes("int32") ? "int32" : of[0];
    const remedy = instead ?? `cast first, tf.cast(x, "${target}")`;
    refuseKernel(
      kernel,
      `on ${types.join(" and ")}`,
      `Compiled, it takes ${of.join(", ")}: ${remedy}`,
    );
  }
  if (!mixed && types.length > 1) {
    refuseKernel(
      kernel,
      `on ${found.join(" and ")}`,
      `Compiled, it takes inputs of one type: cast them, tf.cast(x, "${types[0]}")`,
    );
  }
}

/** Refuses a kernel that is called in a way that has no compiled form. */
export function refuseKernel(kernel: string, how: string, remedy: string): never {
  throw new UntraceableError(
    kernel,
    `The kernel "${kernel}" ${how} cannot be compiled. ${remedy}, or run the step eagerly`,
  );
}
