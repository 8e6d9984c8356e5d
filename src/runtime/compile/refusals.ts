import * as tf from "@tensorflow/tfjs";

/**
 * A step that cannot be compiled. The message names what stands in the way and what to do.
 *
 * @example
 * ```ts
 * import { compile, tf, UntraceableError } from "gan-clinic";
 * const refused = compile(() => ({ noise: tf.randomNormal([2]) }));
 * await assert.rejects(refused, (error) => {
 *   return error instanceof UntraceableError && error.what === "tf.randomNormal";
 * });
 * ```
 */
export class UntraceableError extends Error {
  constructor(
    /** What stands in the way: `tf.randomNormal`, `Math.random`, `reading a tensor`, a kernel. */
    readonly what: string,
    message: string,
  ) {
    super(message);
    this.name = "UntraceableError";
  }
}

const randomOps = /^(rand|random\w*|truncatedNormal|multinomial|dropout)__op$/;

interface EngineScopes {
  readonly state: { readonly scopeStack: readonly { readonly name: string }[] };
}

/** The op of TensorFlow.js that runs now and draws random numbers, if one does. */
function runningRandomOp(): string | undefined {
  const { scopeStack } = (tf.engine() as unknown as EngineScopes).state;
  const name = scopeStack.map((scope) => scope.name).find((scope) => randomOps.test(scope));
  return name === undefined ? undefined : `tf.${name.replace("__op", "")}`;
}

/** Refuses a constant that one of TensorFlow.js's random ops has just drawn. */
export function refuseRandomOp(): void {
  const op = runningRandomOp();
  if (op !== undefined) refuseRandom(op);
}

function refuseRandom(what: string): never {
  throw new UntraceableError(
    what,
    `${what} inside a compiled step: its numbers would be drawn once and stay the same in every ` +
      "step. Draw with the seeded generator instead: random.normal(shape) or random.uniform(shape)",
  );
}

function refuseDate(): never {
  throw new UntraceableError(
    "Date",
    "Date inside a compiled step: the time would be read once and stay the same in every step. " +
      "Read it outside and hand it in as an input",
  );
}

/** Runs `work` while `Math.random` and `Date` throw: their values would be baked into the graph. */
export function withoutHiddenInputs<T>(work: () => T): T {
  const { random } = Math;
  const { Date: date } = globalThis;
  Math.random = () => refuseRandom(runningRandomOp() ?? "Math.random");
  globalThis.Date = new Proxy(date, {
    apply: refuseDate,
    construct: refuseDate,
    get: (target, key, receiver): unknown =>
      key === "now" ? refuseDate : Reflect.get(target, key, receiver),
  });
  try {
    return work();
  } finally {
    Math.random = random;
    globalThis.Date = date;
  }
}
