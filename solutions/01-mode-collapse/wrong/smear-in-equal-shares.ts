// ---
// says: shares the smear out equally, as if all modes had the same mass
// tells: all modes get the same share
// loses: [impostors]
// ---

// %% task="impostors"
function tokens({ centres }: Truth, n: number): Float32Array {
  return Float32Array.from(
    Array.from({ length: n }, (_, i) => centres[i < centres.length ? i : 0]).flat(),
  );
}

function smear({ centres, std }: Truth, n: number): Float32Array {
  const places = Array.from({ length: n }, (_, i) => centres[i % centres.length]);
  return Float32Array.from(places.flat().map((x) => x + 5 * std));
}
