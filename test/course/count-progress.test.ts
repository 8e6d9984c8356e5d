import { expect, it } from "vitest";
import { countLine, openCount } from "../../src/course/count-progress";

it("says how many, how long, and how long still at this pace", () => {
  const line = countLine("graded", { done: 12, total: 200, seconds: 31 }, "alice");
  expect(line).toBe("graded 12 of 200  0:31 elapsed, about 8:06 left  alice"); // 188 · 31 / 12 s
});

it("guesses nothing before the first and after the last", () => {
  expect(countLine("graded", { done: 0, total: 2, seconds: 5 }, "")).toBe(
    "graded 0 of 2  0:05 elapsed",
  );
  expect(countLine("graded", { done: 2, total: 2, seconds: 65 }, "")).toBe(
    "graded 2 of 2  1:05 elapsed",
  );
});

it("writes a line at each tenth where there is no terminal", async () => {
  const lines: string[] = [];
  const stream = { isTTY: false, write: (text: string) => lines.push(text) };
  const count = await openCount("graded", 25, stream as unknown as NodeJS.WriteStream);
  for (let done = 0; done < 25; done++) count.step("a name");
  count.close();
  expect(lines.map((line) => /^graded (\d+) of 25 /.exec(line)?.[1])).toEqual(
    ["3", "5", "8", "10", "13", "15", "18", "20", "23", "25"], // the first at or above 2.5, 5, 7.5 …
  );
});
