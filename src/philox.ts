// Philox4x32-10, a counter-based generator: Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers:
// As Easy as 1, 2, 3" (SC 2011). A block of four 32-bit words is a pure function of a key and a
// counter. So a stream is a key, and where a stream stands is one number.
const multiplier0 = 0xd2511f53;
const multiplier1 = 0xcd9e8d57;
const weyl0 = 0x9e3779b9;
const weyl1 = 0xbb67ae85;

/** The high 32 bits of a 32 x 32 bit product, by 16-bit halves. */
function highProduct(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16); // below 2^32, so exact
  const carried = aLow * bHigh + (middle & 0xffff); // below 2^32 too
  return (aHigh * bHigh + (middle >>> 16) + (carried >>> 16)) >>> 0;
}

/**
 * One block of Philox4x32-10: ten rounds over the counter, in place.
 *
 * @param counter four 32-bit words; overwritten by the four random words
 */
export function philox(key0: number, key1: number, counter: Uint32Array): void {
  let [c0, c1, c2, c3] = [counter[0], counter[1], counter[2], counter[3]];
  for (let round = 0; round < 10; round++) {
    const high0 = highProduct(multiplier0, c0);
    const high1 = highProduct(multiplier1, c2);
    const low0 = Math.imul(multiplier0, c0);
    const low1 = Math.imul(multiplier1, c2);
    c0 = (high1 ^ c1 ^ key0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ key1) >>> 0;
    c3 = low0 >>> 0;
    key0 = (key0 + weyl0) >>> 0;
    key1 = (key1 + weyl1) >>> 0;
  }
  counter[0] = c0;
  counter[1] = c1;
  counter[2] = c2;
  counter[3] = c3;
}

/**
 * The key of a child stream. The name's UTF-8 bytes, then 0x80 and zeros, are cut into blocks of 12
 * bytes (three little-endian words); each block is added (xor) to the first three words of the chain
 * and mixed by Philox under the parent's key, with the block's number from 1 as the fourth word. The
 * first two words of the result are the child's key. Draws have 0 in the fourth word, so a child's key
 * never is a number that its parent gives out.
 */
export function childKey(key: readonly [number, number], name: string): [number, number] {
  const text = new TextEncoder().encode(name);
  const blocks = Math.floor(text.length / 12) + 1;
  const padded = new DataView(new ArrayBuffer(12 * blocks));
  text.forEach((byte, i) => {
    padded.setUint8(i, byte);
  });
  padded.setUint8(text.length, 0x80);
  const chain = new Uint32Array(4);
  for (let block = 0; block < blocks; block++) {
    for (let word = 0; word < 3; word++) {
      chain[word] ^= padded.getUint32(12 * block + 4 * word, true);
    }
    chain[3] = block + 1;
    philox(key[0], key[1], chain);
  }
  return [chain[0], chain[1]];
}
