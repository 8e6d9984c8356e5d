import type { ShapeRule } from "../values";
import { blockKernels } from "./blocks";
import { convKernels } from "./conv";
import { depthwiseKernels } from "./depthwise";
import { elementwiseKernels } from "./elementwise";
import { fusedKernels } from "./fused";
import { gatherKernels } from "./gather";
import { matrixKernels } from "./matrix";
import { partKernels } from "./parts";
import { poolKernels } from "./pool";
import { reduceKernels } from "./reduce";
import { resizeKernels } from "./resize";
import type { KernelRow } from "./row";
import { select } from "./select";
import { shapeKernels } from "./shapes";
import { refuseTypes } from "./types";

/** Every kernel that a compiled step may call, one row each. */
export const kernelTable: ReadonlyMap<string, KernelRow> = new Map(
  [
    ...elementwiseKernels,
    select,
    ...reduceKernels,
    ...shapeKernels,
    ...partKernels,
    ...matrixKernels,
    ...gatherKernels,
    ...resizeKernels,
    ...convKernels,
    ...depthwiseKernels,
    ...poolKernels,
    ...blockKernels,
    ...fusedKernels,
  ].map((row) => [row.kernel, row]),
);

/** What each kernel returns; a rule refuses types that its kernel does not take. */
export const shapeRules: ReadonlyMap<string, ShapeRule> = new Map(
  [...kernelTable].map(([kernel, { types, shape }]): [string, ShapeRule] => [
    kernel,
    (inputs, attrs) => {
      refuseTypes(kernel, inputs, types);
      return shape(inputs, attrs);
    },
  ]),
);
