/** The course in a real JupyterLab in a real browser, as a learner meets it: front page, notebooks, a lab. */
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReleaseManifest } from "../../src/grader/contract";
import { VENV } from "../../src/course/paths";
import { isAlive, ROOT, until } from "../cli/clinic";
import {
  canBrowse,
  codeCells,
  lookAtCharts,
  openLab,
  runAll,
  runCell,
  startAll,
  stopCell,
  type OpenLab,
} from "./jupyterlab";

/** A whole notebook on two cores that other tests use too. */
const RUN = { timeout: 480_000 };

describe.skipIf(!canBrowse)("the course in JupyterLab (needs Chromium and .venv)", () => {
  let lab: OpenLab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(async () => {
    await lab.close();
  });

  it("opens at the front page, without a pop-up", async () => {
    expect(lab.address).toContain("/lab/tree/work/index.md");
    const { page } = lab;
    await page.goto(lab.address);
    await page.locator(".jp-MarkdownViewer", { hasText: /\d+ of \d+ done/ }).waitFor();
    await page.waitForTimeout(3000); // JupyterLab opens the page of its address once more
    expect(await page.locator(".jp-Dialog").count()).toBe(0);
    expect(await page.locator(".jp-toast, .Toastify__toast").count()).toBe(0);
    await page
      .locator(".jp-MarkdownViewer img")
      .evaluate((img) => (img as unknown as { decode: () => Promise<void> }).decode());
    await lab.picture("front-page");
  });

  it("goes from the front page to a notebook by a click", async () => {
    const { page } = lab;
    await page.locator("td").getByRole("link", { name: "Your first GAN" }).click();
    await page.locator(".jp-Cell h1", { hasText: "Your first GAN" }).waitFor({ timeout: 30_000 });
    // a page that is left while it connects to its kernel is an error in the server's log
    await page.locator("#jp-main-statusbar", { hasText: "TypeScript | Idle" }).waitFor();
  });

  it.each([
    ["work/notebooks/01-mode-collapse.ipynb", 12, 20],
    ["work/notebooks/00-first-gan.ipynb", 10, 8],
  ])("runs every cell of %s and draws every chart", RUN, async (notebook, charts, claims) => {
    await lab.open(notebook);
    const { page } = lab;
    await runAll(page, codeCells(notebook));
    const name = path.basename(notebook).slice(0, 2);
    await lab.picture(`notebook-${name}`);
    const seen = await lookAtCharts(page, `chart-${name}`);
    expect(seen.length).toBeGreaterThanOrEqual(charts);
    expect(seen.filter(({ colours }) => colours <= 5)).toEqual([]); // drawn, not blank
    const told = /^[A-Z\d].{20,}\.$/; // a sentence
    expect(seen.filter((chart) => chart.role === "" || !told.test(chart.name))).toEqual([]);
    expect(await page.getByText("not judged").count()).toBeGreaterThanOrEqual(claims);
  });

  it("lets the keyboard move a slider, which stands above its chart and which JupyterLab keeps its hands off", async () => {
    const { page } = lab; // still at the last notebook that ran
    const slider = page.getByRole("slider", { name: "training step" }).first();
    await slider.scrollIntoViewIfNeeded();
    const chart = page.locator(".chart-wrapper", { has: slider }).first().locator("canvas, svg");
    const [{ y: knob }, { y: picture }] = [
      (await slider.boundingBox())!,
      (await chart.first().boundingBox())!,
    ];
    expect(knob).toBeLessThan(picture); // a tall chart would push it out of a low window
    await slider.focus();
    const first = Number(await slider.inputValue());
    await page.keyboard.press("ArrowRight");
    expect(Number(await slider.inputValue())).toBeGreaterThan(first);
    await page.keyboard.press("End");
    const last = Number(await slider.inputValue());
    expect(last).toBe(Number(await slider.getAttribute("max")));
    await page.keyboard.press("Home");
    expect(Number(await slider.inputValue())).toBe(first);
    const box = page.getByRole("checkbox", { name: "play" }).first();
    await box.focus();
    await page.keyboard.press("Space");
    await until("the film runs", async () => Number(await slider.inputValue()) > first);
  });

  it("stops a training at the button and at the keys, and what was trained can be used", async () => {
    await lab.open("work/notebooks/00-first-gan.ipynb"); // its kernel has run all cells
    const { page } = lab;
    const train = (
      name: string,
    ) => `const ${name}Line = trainingProgress({ steps: 1e7, label: "long" });
      const ${name} = await trainGan({ ...game, seed: 1, steps: 1e7,
        onProgress: ({ stepsDone }) => ${name}Line.update(stepsDone) });`;
    const button = () => page.locator('[data-jp-item-name="interrupt"]').click();
    const keys = async () => {
      for (const key of ["Escape", "i", "i"]) await page.keyboard.press(key);
    };
    const one = () => page.keyboard.press("Control+Enter");
    const all = () => startAll(page); // what waits behind it does not run
    for (const [name, run, stop] of [
      ["byButton", all, button] as const,
      ["byKeys", one, keys] as const,
    ]) {
      const { before, text } = await stopCell(page, train(name), run, stop);
      expect(before).toBe("Busy"); // what a learner sees while it trains
      expect(text).toContain("Stopped. The cell came to its end");
      const use = `console.log(${name}.stopped, ${name}.stepsDone > 0, ${name}.sample(3).shape);`;
      expect(await runCell(page, name, use)).toMatch(/(^|\n)interrupted true \[ 3, 2 \]$/);
    }
  });

  it("answers in a lab: what is not solved, a quiz wrong and right", async () => {
    await lab.open("work/labs/01-mode-collapse/lab-01.ipynb");
    const { cells } = JSON.parse(
      fs.readFileSync(path.join(ROOT, "solutions", "01-mode-collapse", "manifest.json"), "utf8"),
    ) as ReleaseManifest;
    const { task } = cells.find(({ role }) => role === "check")!;
    const { gradeId, quiz } = cells.find((cell) => cell.quiz?.kind === "single")!;
    const letters = quiz!.choices.map((_, index) => "abcdefgh"[index]);
    const right = letters[quiz!.correct[0]];
    const wrong = letters.find((letter) => letter !== right)!;
    await runCell(lab.page, "gan-clinic/dist/lab");
    expect(await runCell(lab.page, `await check("${task}")`)).toMatch(/not run|not implemented/);
    const ask = `quiz("${gradeId}"`;
    expect(await runCell(lab.page, ask, `${ask}, ["${wrong}"]);`)).toMatch(
      new RegExp(`^${wrong}: not right yet\\.\\n${wrong}: \\w`), // and why
    );
    expect(await runCell(lab.page, ask, `${ask}, ["${right}"]);`)).toMatch(
      new RegExp(`^${right}: right\\.\\n.{20,}`),
    );
    await lab.picture("lab-quiz");
  });

  it("judges nothing while a cell is edited and not run", async () => {
    const { page } = lab; // still at the lab
    const { cells } = JSON.parse(
      fs.readFileSync(path.join(ROOT, "solutions", "01-mode-collapse", "manifest.json"), "utf8"),
    ) as ReleaseManifest;
    const { task } = cells.find(({ role }) => role === "check")!;
    const own = page.locator(".jp-CodeCell", { hasText: "✎ Your code" }).first();
    await own.locator(".cm-content").click();
    await page.keyboard.press("Control+Enter");
    const answer = () => runCell(page, `await check("${task}")`);
    expect(await answer()).not.toContain("edited after it ran");
    await own.locator(".cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.insertText("\n// an edit");
    expect(await answer()).toMatch(/the cell above was edited after it ran; nothing was checked/);
    await own.locator(".cm-content").click();
    await page.keyboard.press("Control+Enter");
    expect(await answer()).not.toContain("edited after it ran");
  });

  it("had no error in the browser's console", () => {
    expect(lab.complaints).toEqual([]);
  });

  it("leaves no server behind, and showed its address only: the log is in a file", async () => {
    const { pid } = lab.server.child;
    lab.server.child.kill("SIGTERM");
    const { text } = await lab.server.ended;
    expect(isAlive(pid!)).toBe(false);
    expect(text).toMatch(/The course is open at\n +http[\s\S]*Ctrl-C[\s\S]*lab\.log/);
    expect(text).not.toMatch(/^\[[DIWEC] |unknown msg_type|Warning|JupyterLab:/m);
    const log = fs.readFileSync(path.join(VENV, "jupyter", "lab.log"), "utf8");
    expect(log).toMatch(/^\[I .* Kernel started/m);
    expect(log).not.toContain("unknown msg_type");
  });
});
