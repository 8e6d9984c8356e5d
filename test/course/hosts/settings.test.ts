import { expect, test } from "vitest";
import { guardSerializer } from "../../../src/course/hosts/settings";
import { passObjects } from "../../../src/course/hosts/socket";
import { newMessage } from "../../../src/course/hosts/wire";

const guarded = guardSerializer(passObjects);
const read = (data: unknown) => guarded.deserialize(data as ArrayBuffer);
const onIopub = (type: string, content: Record<string, unknown>) => ({
  ...newMessage(type, "s1", content),
  channel: "iopub",
});

test("a sound message passes as it is, both ways", () => {
  const message = onIopub("stream", { name: "stdout", text: "a" });
  expect(read(message)).toBe(message);
  expect(guarded.serialize(read(message))).toBe(message);
});

test.each([
  ["nothing", undefined],
  ["no header", { channel: "iopub", metadata: {}, content: {} }],
  ["a stream without text", onIopub("stream", { name: "stdout" })],
  ["an unknown status", onIopub("status", { execution_state: "asleep" })],
])("%s becomes a message that everybody ignores", (_, data) => {
  read(onIopub("stream", { name: "stdout", text: "a" }));
  expect(read(data)).toMatchObject({
    channel: "iopub",
    header: { msg_type: "clinic_malformed", session: "s1" },
    content: {},
  });
});

test("a kernel that its server restarts is a dead kernel", () => {
  const restarting = onIopub("status", { execution_state: "restarting" });
  expect(read(restarting)).toEqual({ ...restarting, content: { execution_state: "dead" } });
  const idle = onIopub("status", { execution_state: "idle" });
  expect(read(idle)).toBe(idle);
});
