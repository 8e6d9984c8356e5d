/** The learner's desk in a real JupyterLab: the page that fills itself, a cell put back, a clone that stays clean. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT, until } from "../cli/clinic";
import { canBrowse, codeCells, firstOpenCell, openLab, type OpenLab, runAll } from "./jupyterlab";

const learner = path.join(ROOT, ".clinic", "learner.json");
const own = "work/notebooks/00-first-gan.ipynb";
const status = (): string =>
  execFileSync("git", ["status", "--porcelain"], { cwd: ROOT, encoding: "utf8" });
const isClone = fs.existsSync(path.join(ROOT, ".git"));

/** What a page's row says of a notebook, without loading the page again. */
async function rowOf(page: Page, title: string): Promise<string> {
  return await page.locator(".jp-MarkdownViewer tr", { hasText: title }).first().innerText();
}

describe.skipIf(!canBrowse)("the learner's desk (needs Chromium and .venv)", () => {
  let lab: OpenLab;
  let record: string | undefined;
  const before = isClone ? status() : "";
  const kept = (): string[] =>
    fs.readdirSync(path.join(ROOT, path.dirname(own))).filter((name) => name.endsWith(".ipynb"));
  let files: string[] = [];

  beforeAll(async () => {
    record = fs.existsSync(learner) ? fs.readFileSync(learner, "utf8") : undefined;
    fs.rmSync(learner, { force: true });
    lab = await openLab();
    files = kept();
  });
  afterAll(async () => {
    await lab.close();
    if (record === undefined) fs.rmSync(learner, { force: true });
    else fs.writeFileSync(learner, record);
    for (const name of kept()) {
      if (!files.includes(name)) fs.rmSync(path.join(ROOT, path.dirname(own), name));
    }
  });

  it("shows the contents at the side, wide enough for the names", async () => {
    await lab.page.goto(lab.address);
    const { page } = lab;
    await page.getByText("Continue here").first().waitFor();
    const side = await page.locator("#jp-left-stack").boundingBox();
    expect(side!.width / 1280).toBeGreaterThan(0.2);
    await page.locator(".jp-TableOfContents", { hasText: "How to use it" }).waitFor();
  });

  it(
    "has the page filled by itself when a notebook was run to its end",
    { timeout: 480_000 },
    async () => {
      const { page } = lab;
      await page.goto(lab.address);
      await page.getByText("Continue here").first().waitFor();
      await page.waitForTimeout(3000); // JupyterLab opens the page of its address once more
      expect(await rowOf(page, "Your first GAN")).not.toContain("run on");
      await page.locator("td").getByRole("link", { name: "Your first GAN" }).click();
      await page.locator(".jp-Cell h1", { hasText: "Your first GAN" }).waitFor();
      await page.locator("#jp-main-statusbar", { hasText: "TypeScript | Idle" }).waitFor();
      await runAll(page, codeCells(own));
      await page.keyboard.press("Control+s");
      await page.getByRole("tab", { name: "index.md" }).click();
      await until("it says so", async () =>
        (await rowOf(page, "Your first GAN")).includes("run on"),
      );
      await lab.picture("front-page-after");
    },
  );

  it("puts a cell back by reset(), and keeps what stood there", async () => {
    const { page } = lab;
    await lab.open(own);
    const cell = firstOpenCell(page);
    const text = await cell.locator(".cm-content").innerText();
    await cell.locator(".cm-content").click();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText("reset()\nconst mine = 7;");
    await page.keyboard.press("Control+Enter");
    await cell
      .getByText(/as it was at first. What stood here is kept in 00-first-gan.\d/)
      .waitFor();
    expect(await cell.locator(".cm-content").innerText()).toBe(text);
    const [name] = kept().filter((each) => !files.includes(each));
    const copy = fs.readFileSync(path.join(ROOT, path.dirname(own), name), "utf8");
    expect(copy).toContain("const mine = 7;");
  });

  it.skipIf(!isClone)("leaves the clone as it was", () => {
    expect(status()).toBe(before);
  });

  it("had no error in the browser's console", () => {
    expect(lab.complaints).toEqual([]);
  });
});
