import { describe, expect, it } from "vitest";
import { readHeader } from "../../../src/grader/lab/header";

const task = { id: "one", title: "One", points: 2.25, says: "Do.", hint: "So.", kind: "code" };
const header = { title: "X", lab: "00-x", tasks: [task] };
const read = (found: Record<string, unknown>) => readHeader(found, "00-x", "lab.ts");
const withTask = (changes: Record<string, unknown>) => ({
  ...header,
  tasks: [{ ...task, ...changes }],
});

describe("readHeader", () => {
  it("gives the lab without its cells", () => {
    expect(read(header)).toEqual({ name: "00-x", title: "X", tasks: [task] });
    expect(read({ ...header, minutes: 90 }).minutes).toBe(90);
    const rule = { calls: ["packed"], not: ["tf.linalg.gramSchmidt"] };
    expect(read(withTask(rule)).tasks).toEqual([{ ...task, ...rule }]);
    expect(read({ ...header, feedback: "after-grading" }).feedback).toBe("after-grading");
    expect(read({ ...header, feedback: "at-once" })).not.toHaveProperty("feedback");
  });

  it.each<[Record<string, unknown>, new () => Error, RegExp]>([
    [{ ...header, title: undefined }, TypeError, /lab\.ts: title: found nothing; wanted one line/],
    [{ ...header, lab: "01-y" }, RangeError, /found "01-y" in the folder "00-x"/],
    [{ ...header, author: "me" }, TypeError, /"author" is not known; wanted title, lab/],
    [{ ...header, minutes: -1 }, RangeError, /minutes: found -1; wanted a number above 0/],
    [{ ...header, tasks: [] }, TypeError, /tasks: found \[\]; wanted a list/],
    [{ ...header, tasks: ["one"] }, TypeError, /tasks\[0\]: found "one"/],
    [{ ...header, tasks: [task, task] }, RangeError, /two have the id "one"/],
    [withTask({ id: "One" }), RangeError, /tasks\[0\]\.id: found "One"/],
    [withTask({ id: "a".repeat(41) }), RangeError, /at most 40/],
    [withTask({ hint: "" }), TypeError, /tasks\[0\]\.hint: found ""/],
    [withTask({ says: "a\nb" }), TypeError, /one line of text/],
    [withTask({ kind: "essay" }), RangeError, /kind: found "essay"; wanted one of code, open/],
    [withTask({ points: "3" }), TypeError, /points: found "3"; wanted a number/],
    [withTask({ points: 0 }), RangeError, /points: found 0; wanted a number above 0/],
    [withTask({ points: 1.001 }), RangeError, /points: found 1\.001; .*two decimals/],
    [withTask({ points: 1001 }), RangeError, /at most 1000/],
    [withTask({ calls: ["packd"] }), RangeError, /calls: found "packd"; wanted what gan-clinic/],
    [withTask({ calls: "packed" }), TypeError, /calls: found "packed"; wanted a list of names/],
    [withTask({ not: ["tf.linalg"] }), RangeError, /not: found "tf\.linalg"; wanted an operation/],
    [withTask({ kind: "quiz", calls: [] }), TypeError, /calls: found in a quiz task/],
    [{ ...header, feedback: "never" }, RangeError, /feedback: found "never"; wanted "at-once"/],
    [withTask({ weight: 1 }), TypeError, /tasks\[0\]: "weight" is not known/],
  ])("refuses %j", (found, kind, message) => {
    expect(() => read(found)).toThrow(kind);
    expect(() => read(found)).toThrow(message);
  });
});
