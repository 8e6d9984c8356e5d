import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { fromFrames, newMessage, signature, toFrames } from "../../../src/course/hosts/wire";

const key = "secret";
const text = (value: string) => Buffer.from(value);
const message = {
  ...newMessage("execute_request", "session-1", { code: "é" }),
  parent_header: { msg_id: "p" },
  metadata: { m: 1 },
};

test("the signature is HMAC-SHA256 over the parts, one after the other", () => {
  const wanted = createHmac("sha256", key).update('{}{"a":1}').digest("hex");
  expect(signature(key, [text("{}"), text(`{"a":1}`)])).toBe(wanted);
});

test("frames are delimiter, signature, header, parent, metadata, content, buffers", () => {
  const frames = toFrames(key, { ...message, buffers: [text("raw")] });
  const parts = [message.header, message.parent_header, message.metadata, message.content];
  const json = parts.map((part) => JSON.stringify(part));
  expect(frames.map((frame) => Buffer.from(frame).toString())).toEqual([
    "<IDS|MSG>",
    signature(key, json.map(text)),
    ...json,
    "raw",
  ]);
});

test("what was written is read, whatever identities stand before it", () => {
  const frames = [text("id-1"), text("id-2"), ...toFrames(key, message)];
  expect(fromFrames(key, frames)).toEqual({ ...message, buffers: [] });
});

test("a new message has every field of a header, and an id of its own", () => {
  const { header } = newMessage("status", "s");
  expect(header).toMatchObject({ msg_type: "status", session: "s", version: "5.3" });
  expect(header["msg_id"]).not.toBe(newMessage("status", "s").header["msg_id"]);
  expect(Number.isNaN(Date.parse(header["date"] as string))).toBe(false);
});

const replaced = (frames: Uint8Array[], at: number, by: string) =>
  frames.map((frame, i) => (i === at ? text(by) : frame));

test("a message that is not signed with our key is dropped", () => {
  expect(fromFrames("other", toFrames(key, message))).toBeUndefined();
  const frames = toFrames(key, message);
  expect(fromFrames(key, replaced(frames, 5, "{}"))).toBeUndefined();
  expect(fromFrames(key, replaced(frames, 1, ""))).toBeUndefined();
});

test("frames that are no message are dropped", () => {
  const frames = toFrames(key, message);
  expect(fromFrames(key, [])).toBeUndefined();
  expect(fromFrames(key, frames.slice(0, 5))).toBeUndefined();
  expect(fromFrames(key, frames.slice(1))).toBeUndefined();
  for (const part of ["{", "[]", "1", "null"]) {
    const parts = [text("{}"), text("{}"), text("{}"), text(part)];
    const signed = [text("<IDS|MSG>"), text(signature(key, parts)), ...parts];
    expect(fromFrames(key, signed)).toBeUndefined();
  }
});
