import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";

// A real SIGINT, to a process of its own, while it trains: it must go on after trainGan.
it.skipIf(process.platform === "win32")("returns normally at Ctrl-C", async () => {
  const script = `
    const { mlp, nonSaturating, ring, seeded, startEngine, trainGan } = require("gan-clinic");
    let said = false; // progress is told after each call, of several steps
    (async () => {
      await startEngine("wasm");
      const random = seeded(1);
      const run = await trainGan({
        data: ring(),
        generator: mlp({ name: "g", inputs: 4, hidden: [8], outputs: 2, random }),
        discriminator: mlp({ name: "d", inputs: 2, hidden: [8], outputs: 1, random }),
        loss: nonSaturating, seed: 1, steps: 1e6, batchSize: 8,
        learningRate: { generator: 1e-3, discriminator: 1e-3 },
        onProgress: () => { if (!said) console.log("training"); said = true; },
      });
      console.log(run.stopped, run.history.step.length === run.stepsDone, run.sample(2).shape.join());
    })();`;
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  let words = "";
  child.stdout.on("data", (text: unknown) => {
    words += String(text);
    if (words === "training\n") child.kill("SIGINT");
  });
  const tooLong = setTimeout(() => child.kill("SIGKILL"), 60_000);
  expect((await once(child, "close"))[0]).toBe(0);
  clearTimeout(tooLong);
  expect(words).toBe("training\ninterrupted true 2,2\n");
});
