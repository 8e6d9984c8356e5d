import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { engineNames, engineReport } from "../../src/runtime/engine";

it("reports every engine, with a reason and a remedy where one does not work", async () => {
  const report = await engineReport();
  expect(report.map(({ name }) => name)).toEqual([...engineNames]);
  for (const { usable, why, remedy } of report) {
    expect(why === "").toBe(usable);
    expect(remedy === "").toBe(usable);
  }
  expect(report.filter(({ usable }) => usable).map(({ name }) => name)).toContain("wasm");
  expect(report.at(-1)?.usable).toBe(true);
});

// The first write of the cpu engine prints a banner of four lines, if nobody stops it.
it("starts the cpu engine without a word in a process of its own", () => {
  const script = `
    const { startEngine, tf } = require("gan-clinic");
    startEngine().then(({ name }) => process.stdout.write(name + tf.add(1, 2).dataSync()[0]));`;
  const words = execFileSync(process.execPath, ["-e", script], {
    env: { ...process.env, CLINIC_ENGINE: "cpu" },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  expect(words).toBe("cpu3");
});
