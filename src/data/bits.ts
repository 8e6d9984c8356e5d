/** Reads bits from bytes, the highest of each byte first. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #position: number; // in bits

  constructor(bytes: Uint8Array, start = 0) {
    this.#bytes = bytes;
    this.#position = 8 * start;
  }

  /** Where the next byte begins, counted in bytes. */
  get byte(): number {
    return Math.ceil(this.#position / 8);
  }

  /** The next 0 to 32 bits as a number from 0 up. */
  unsigned(bits: number): number {
    let value = 0;
    for (let left = bits; left > 0;) {
      const offset = this.#position % 8;
      const taken = Math.min(8 - offset, left);
      const byte = this.#next(offset);
      value = value * 2 ** taken + ((byte >> (8 - offset - taken)) & (2 ** taken - 1));
      this.#position += taken;
      left -= taken;
    }
    return value;
  }

  /** The next bits in two's complement. */
  signed(bits: number): number {
    const value = this.unsigned(bits);
    return value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
  }

  /** How many zeros come before the next one; both are read. */
  zeros(): number {
    let count = 0;
    while (this.unsigned(1) === 0) count++;
    return count;
  }

  /** Goes on at the next whole byte. */
  align(): void {
    this.#position = 8 * this.byte;
  }

  #next(offset: number): number {
    const index = (this.#position - offset) / 8;
    if (index >= this.#bytes.length) throw new SyntaxError(`ends after ${index} bytes`);
    return this.#bytes[index];
  }
}
