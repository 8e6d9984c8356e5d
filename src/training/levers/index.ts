/** All levers. Each adds its options to the types of game.ts and plan.ts. */
export { accumulate } from "./accumulate";
export { adversarialWeight } from "./adversarial-weight";
export { augment } from "./augment";
export { average } from "./average";
export { clip, type GradientClip } from "./clip";
export { instanceNoise } from "./instance-noise";
export { learningRate } from "./learning-rate";
export { packed, packing } from "./packing";
export { terms } from "./terms";
export { topK } from "./top-k";
export { unrolling, type Unrolling } from "./unrolling";
export { weightClip } from "./weight-clip";
