// ---
// says: counts the inputs on the way back, too
// tells: the inputs are counted on the way back, too
// loses: [forecast]
// ---

// %% task="forecast"
function forecast(layers: LayerPlan[], shape: Shape, size: number) {
  const forward: number[] = [];
  for (const [l, layer] of layers.entries()) {
    const q = l === 0 ? size : expectation((x) => shape.value(Math.sqrt(forward[l - 1]) * x) ** 2);
    forward.push(layer.inputs * layer.variance * q);
  }
  const backward = layers.map(() => 1);
  for (let l = layers.length - 2; l >= 0; l--) {
    const slope = expectation((x) => shape.slope(Math.sqrt(forward[l]) * x) ** 2);
    backward[l] = layers[l + 1].inputs * layers[l + 1].variance * slope * backward[l + 1];
  }
  return { forward: forward, backward: backward };
}
