/**
 * Notices what a student's code calls of the library, however it got hold of it.
 *
 * A public function tells of its call itself. What was made before and kept (a layer, a loss, first weights) computes by
 * the engine, or makes a tensor of what it computed: there it is seen in what runs at that moment.
 */
import { hearCalls } from "../../arguments/heard";
import { tf } from "../../index";
import { patch } from "../../runtime/patch";
import type { Calls } from "../contract";
import { addEntered } from "./entered";
import { runningSites } from "./stack";

interface Engine {
  runKernelFunc: (operation: unknown) => unknown;
  makeTensor: (...given: unknown[]) => unknown;
}

let onOperation: (() => void) | undefined;
let installed = false;

/** All operations pass through one method of the engine, all tensors through another. Put there once: others may come in front. */
export function installWatch(): void {
  if (installed) return;
  installed = true;
  const engine = tf.engine() as unknown as Engine;
  const compute = engine.runKernelFunc.bind(engine);
  patch(engine, "runKernelFunc", (operation) => {
    onOperation?.();
    return compute(operation);
  });
  const make = engine.makeTensor.bind(engine);
  patch(engine, "makeTensor", (...given) => {
    onOperation?.();
    return make(...given);
  });
}

/** From now on calls are noticed; `end` says which. One at a time. */
export function watchCalls(): { readonly end: () => Calls } {
  installWatch();
  const names = new Set<string>();
  const entered = { parts: new Set<string>(), operations: new Set<string>() };
  const stopHearing = hearCalls((name) => names.add(name));
  const look = (): void => {
    addEntered(runningSites(), entered);
  };
  onOperation = look;
  return {
    end() {
      stopHearing();
      if (onOperation === look) onOperation = undefined;
      const sorted = (set: Set<string>) => [...set].sort();
      return {
        names: sorted(names),
        parts: sorted(entered.parts),
        operations: sorted(entered.operations),
      };
    },
  };
}
