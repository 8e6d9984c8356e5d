// Which engine computes.
export {
  engineNames,
  engineReport,
  findEngine,
  startEngine,
  type Engine,
  type EngineName,
  type EngineState,
} from "./engine";

// Exact gradients: the check, the gradient by the input, and what TensorFlow.js's own would give.
export {
  gradcheck,
  type GradcheckEntry,
  type GradcheckOptions,
  type GradcheckReport,
} from "./gradcheck";
export { inputGradient, InexactGradientError } from "./gradients/input-gradient";
export { compareStockGradients, type StockComparison, type StockOptions } from "./gradients/stock";

export { withStandIns } from "./stand-in";
export { compiledReport, type CompiledEngine, type CompiledState } from "./onnx";
export {
  compile,
  UntraceableError,
  type Batch,
  type CellArray,
  type CompiledStep,
  type CompileOptions,
  type CompileReport,
  type DType,
  type InputShape,
  type InputShapes,
  type InputTensors,
  type InputValue,
  type StepResult,
  type StepState,
  type StepTensors,
} from "./compile";
