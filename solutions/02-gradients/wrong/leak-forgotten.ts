// ---
// says: He's weights of ReLU, whatever the slope below 0
// tells: the slope below 0 is forgotten
// loses: [first-weights]
// ---

// %% task="first-weights"
import { tf, type Random } from "gan-clinic";

function fans(shape: number[]): { fanIn: number; fanOut: number } {
  const places = tf.util.sizeFromShape(shape);
  return { fanIn: places / shape[shape.length - 1], fanOut: places / shape[shape.length - 2] };
}

function xavierWeights(random: Random, shape: number[]): tf.Tensor {
  const { fanIn, fanOut } = fans(shape);
  return random.normal(shape).mul(Math.sqrt(2 / (fanIn + fanOut)));
}

function heWeights(random: Random, shape: number[], leak: number): tf.Tensor {
  return random.normal(shape).mul(Math.sqrt(2 / fans(shape).fanIn));
}
