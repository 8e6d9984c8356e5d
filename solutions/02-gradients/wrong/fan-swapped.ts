// ---
// says: counts outputs for inputs, and leaves a filter's field out of fan-out
// loses: [first-weights]
// ---

// %% task="first-weights"
import { tf, type Random } from "gan-clinic";

function fans(shape: number[]): { fanIn: number; fanOut: number } {
  const [fanOut, fanIn] = shape.slice(-2);
  return { fanIn: fanIn, fanOut: fanOut };
}

function xavierWeights(random: Random, shape: number[]): tf.Tensor {
  const { fanIn, fanOut } = fans(shape);
  return random.normal(shape).mul(Math.sqrt(2 / (fanIn + fanOut)));
}

function heWeights(random: Random, shape: number[], leak: number): tf.Tensor {
  return random.normal(shape).mul(Math.sqrt(2 / (1 + leak * leak) / fans(shape).fanIn));
}
