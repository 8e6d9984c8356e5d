import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  frameBytes,
  frameReader,
  ProtocolError,
  type Frame,
} from "../../../src/grader/sandbox/frames";

function readAll(bytes: Buffer, sizes: readonly number[], most = 1000): Frame[] {
  const frames: Frame[] = [];
  const read = frameReader(most, (frame) => frames.push(frame));
  let at = 0;
  for (const size of sizes) {
    read(bytes.subarray(at, at + size));
    at += size;
  }
  read(bytes.subarray(at));
  return frames;
}

function head(total: number, text: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(total, 0);
  bytes.writeUInt32LE(text, 4);
  return bytes;
}

describe("frames", () => {
  it("come out whole, however the stream is cut", () => {
    const frame = fc.record({ text: fc.string(), bytes: fc.uint8Array({ maxLength: 50 }) });
    fc.assert(
      fc.property(fc.array(frame), fc.array(fc.nat(40)), (frames, sizes) => {
        expect(readAll(Buffer.concat(frames.map(frameBytes)), sizes)).toEqual(frames);
      }),
    );
  });

  it("takes an empty one", () => {
    expect(readAll(head(0, 0), [])).toEqual([{ text: "", bytes: new Uint8Array(0) }]);
  });

  it.each([
    ["longer than allowed", head(1001, 4)],
    ["whose text is longer than itself", head(4, 5)],
    ["of 4 GB", head(0xffffffff, 0)],
  ])("refuses one %s before it comes", (_, bytes) => {
    expect(() => readAll(bytes, [])).toThrow(ProtocolError);
  });

  it("refuses 3 MB of text even where so many bytes are allowed", () => {
    expect(() => readAll(head(3e6, 3e6), [], 1e9)).toThrow("of text at most");
  });
});
