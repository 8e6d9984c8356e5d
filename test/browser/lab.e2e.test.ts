/**
 * The first notebook in a real JupyterLab in a real browser: `npm run lab`, run all cells, look at what is drawn.
 * Pictures go to .clinic/pictures, for a person to look at.
 */
import fs from "node:fs";
import path from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isVenvReady } from "../../src/course/lab/venv";
import { ROOT, start, until, isAlive, type Started } from "../cli/clinic";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath =
  process.env.CLINIC_TEST_BROWSER ?? BROWSERS.find((file) => fs.existsSync(file));
const PICTURES = path.join(ROOT, ".clinic", "pictures");

/** Console messages that are JupyterLab's own and say nothing about the course. */
const NOT_OURS = [/favicon/, /Failed to load resource.*(?:404|403)/, /GPU stall|WebGL/i];

describe.skipIf(!executablePath || !isVenvReady())(
  "notebook 00 in JupyterLab (needs Chromium and .venv)",
  () => {
    let lab: Started;
    let browser: Browser;
    let page: Page;
    let notebook: string;
    const complaints: string[] = [];

    beforeAll(async () => {
      fs.mkdirSync(PICTURES, { recursive: true });
      notebook = path.join(ROOT, "notebooks", "00-first-gan.ipynb");
      lab = start(["lab", "--no-browser"], { CLINIC_BUDGET: "smoke" });
      let address = "";
      lab.child.stderr?.on("data", (chunk: Buffer) => {
        address ||=
          /http:\/\/(?:localhost|127\.0\.0\.1):\d+\/lab\S*token=\w+/.exec(chunk.toString())?.[0] ??
          "";
      });
      await until("JupyterLab says its address", () => address !== "");
      browser = await chromium.launch({
        executablePath,
        args: [
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-background-networking",
        ],
      });
      page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
      page.on("console", (message) => {
        const text = message.text();
        if (message.type() === "error" && !NOT_OURS.some((known) => known.test(text)))
          complaints.push(text);
      });
      page.on("pageerror", (error) => complaints.push(error.message));
      await page.goto(address.replace(/\/lab\?/, "/lab/tree/notebooks/00-first-gan.ipynb?reset&"));
    });

    afterAll(async () => {
      await browser.close();
      lab.child.kill("SIGTERM");
      await lab.ended;
    });

    it("opens the notebook with the TypeScript kernel, without a pop-up", async () => {
      await page.locator(".jp-NotebookPanel .jp-Cell").first().waitFor({ timeout: 60_000 });
      await page.getByText("TypeScript", { exact: true }).first().waitFor();
      await page.waitForTimeout(1000);
      await page.screenshot({ path: path.join(PICTURES, "lab-opened.png") });
      expect(await page.locator(".jp-Dialog").count()).toBe(0);
      expect(await page.locator(".jp-toast, .Toastify__toast").count()).toBe(0);
    });

    it("runs every cell and draws every chart", async () => {
      const before = fs.readFileSync(notebook, "utf8");
      await page.locator(".jp-NotebookPanel .jp-Cell").first().click();
      await page.getByRole("menuitem", { name: "Run", exact: true }).click();
      await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
      const cells = (JSON.parse(before) as { cells: { cell_type: string }[] }).cells;
      const last = cells.filter(({ cell_type }) => cell_type === "code").length;
      await page.getByText(`[${last}]:`, { exact: true }).waitFor({ timeout: 150_000 });
      await page.screenshot({ path: path.join(PICTURES, "lab-run.png") });

      const charts = page.locator(".jp-OutputArea-output .vega-embed canvas.marks");
      expect(await charts.count()).toBeGreaterThanOrEqual(10);
      for (let index = 0; index < (await charts.count()); index++) {
        const chart = charts.nth(index);
        await chart.scrollIntoViewIfNeeded();
        const picture = await chart.screenshot({
          path: path.join(PICTURES, `chart-${index + 1}.png`),
        });
        expect(coloursIn(picture), `chart ${index + 1} is drawn`).toBeGreaterThan(12);
      }
      expect(await page.getByText("not judged").count()).toBeGreaterThanOrEqual(8);
    });

    it("had no error in the browser's console", () => {
      expect(complaints).toEqual([]);
    });

    it("leaves no server behind", async () => {
      const { pid } = lab.child;
      lab.child.kill("SIGTERM");
      await lab.ended;
      expect(isAlive(pid!)).toBe(false);
    });
  },
);

/** How many different colours a picture has: a blank chart has one or two. */
function coloursIn(png: Buffer): number {
  const { data } = PNG.sync.read(png);
  const colours = new Set<number>();
  for (let at = 0; at < data.length; at += 4) colours.add(data.readUIntBE(at, 3));
  return colours.size;
}
