/** `npm run lab` in a real browser. Pictures go to .clinic/pictures, for a person to look at. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium, type Browser, type Locator, type Page } from "playwright-core";
import { PNG } from "pngjs";
import { seedWorkspace } from "../../src/course/lab/settings";
import { isVenvReady } from "../../src/course/lab/venv";
import { ROOT, start, until, type Started } from "../cli/clinic";
import { removeFolder } from "../remove-folder";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath =
  process.env.CLINIC_TEST_BROWSER ?? BROWSERS.find((file) => fs.existsSync(file));
const PICTURES = path.join(ROOT, ".clinic", "pictures");

/** Is there a browser, and a JupyterLab to open in it? */
export const canBrowse = executablePath !== undefined && isVenvReady();

/** Console messages that are JupyterLab's own and say nothing about the course. */
const NOT_OURS = [/favicon/, /Failed to load resource.*(?:404|403)/, /GPU stall|WebGL/i];

export interface OpenLab {
  readonly server: Started;
  readonly page: Page;
  /** Errors in the browser's console. */
  readonly complaints: readonly string[];
  /** Where the server sends a learner who opens its address. */
  readonly address: string;
  /** Open a notebook, by its path in the repository. */
  readonly open: (notebook: string) => Promise<void>;
  readonly picture: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Start JupyterLab with the small budget, and a browser. */
export async function openLab(): Promise<OpenLab> {
  fs.mkdirSync(PICTURES, { recursive: true });
  // its own window, as at a first start: what another test has open is not restored in it
  const workspaces = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-workspaces-"));
  seedWorkspace(workspaces);
  const server = start(["lab", "--no-browser"], {
    CLINIC_BUDGET: "smoke",
    JUPYTERLAB_WORKSPACES_DIR: workspaces,
  });
  let address = "";
  const look = /http:\/\/(?:localhost|127\.0\.0\.1):\d+\/lab\S*token=\w+/;
  server.child.stderr?.on("data", (chunk: Buffer) => {
    address ||= look.exec(chunk.toString())?.[0] ?? "";
  });
  await until("JupyterLab says its address", () => address !== "", 60); // on a busy machine
  const quiet = ["--disable-gpu", "--disable-quic", "--disable-background-networking"];
  const browser: Browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", ...quiet],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  const complaints: string[] = [];
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !NOT_OURS.some((known) => known.test(text)))
      complaints.push(text);
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  // leaving a notebook that was run asks first, and Playwright's own answer is to stay
  page.on("dialog", (dialog) => void dialog.accept());
  const before = new Map<string, Buffer>(); // JupyterLab saves what is open by itself, after two minutes
  const { origin, searchParams } = new URL(address);
  const token = searchParams.get("token")!;
  return {
    server,
    page,
    complaints,
    address,
    async open(notebook) {
      const file = path.join(ROOT, notebook);
      if (!before.has(file)) before.set(file, fs.readFileSync(file));
      await page.goto(`${origin}/lab/tree/${notebook}?reset&token=${token}`);
      await page.locator(".jp-NotebookPanel .jp-Cell").first().waitFor({ timeout: 60_000 });
      const kernel = page.getByText("TypeScript", { exact: true }).filter({ visible: true });
      await kernel.first().waitFor(); // not the list of running kernels, which is hidden
      await page.waitForTimeout(1000);
    },
    async picture(name) {
      await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
    },
    async close() {
      await browser.close();
      server.child.kill("SIGTERM");
      await server.ended;
      removeFolder(workspaces);
      for (const [file, bytes] of before) {
        if (!fs.readFileSync(file).equals(bytes)) fs.writeFileSync(file, bytes);
      }
    },
  };
}

/** Run > Run All Cells. */
export async function startAll(page: Page): Promise<void> {
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
}

/** Run all cells, and wait until the last one has run. */
export async function runAll(page: Page, codeCells: number): Promise<void> {
  // the one in front: JupyterLab opens what was open before as well
  await page.locator(".jp-NotebookPanel:visible .jp-Cell").first().click();
  await startAll(page);
  const last = page.getByText(`[${codeCells}]:`, { exact: true });
  try {
    await last.waitFor({ timeout: 360_000 });
  } catch (error) {
    await page.screenshot({ path: path.join(PICTURES, "not-all-ran.png") });
    throw error;
  }
}

/**
 * Run the first code cell that holds a text, after typing another one into it where `type` is given.
 * @returns what it prints
 */
export async function runCell(page: Page, text: string, type?: string): Promise<string> {
  const cell = page.locator(".jp-CodeCell", { hasText: text }).first();
  await cell.scrollIntoViewIfNeeded();
  await cell.locator(".cm-content").click();
  if (type !== undefined) {
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(type);
  }
  const prompt = cell.locator(".jp-InputPrompt");
  const before = await prompt.innerText();
  await page.keyboard.press("Control+Enter");
  const hasRun = async (): Promise<boolean> => {
    const now = await prompt.innerText();
    return now !== before && /\d/.test(now);
  };
  await until("the cell has run", hasRun, 60);
  return (await cell.locator(".jp-OutputArea-output").allInnerTexts()).join("\n").trim();
}

/** How many code cells a notebook of the repository has. */
export function codeCells(notebook: string): number {
  const text = fs.readFileSync(path.join(ROOT, notebook), "utf8");
  const { cells } = JSON.parse(text) as { cells: { cell_type: string }[] };
  return cells.filter(({ cell_type }) => cell_type === "code").length;
}

/** What JupyterLab's status bar says of the kernel: "Busy", "Idle" and the like. */
async function kernelState(page: Page): Promise<string> {
  const bar = await page.locator("#jp-main-statusbar").innerText();
  return /TypeScript \| (\w+)/.exec(bar)?.[1] ?? "";
}

/** The first code cell that is not folded. */
export function firstOpenCell(page: Page): Locator {
  const editor = page.locator(".cm-content:visible");
  return page.locator(".jp-NotebookPanel:visible .jp-CodeCell").filter({ has: editor }).first();
}

/**
 * Type code into the first code cell that is not folded, run it, and stop it when it shows how far its training is.
 * @param run starts it, and perhaps cells behind it
 * @param stop presses the stop button, or the keys for it
 * @returns what the bar said before, and what the cell printed by the time at which it said "Idle"
 */
export async function stopCell(
  page: Page,
  code: string,
  run: () => Promise<void>,
  stop: () => Promise<void>,
) {
  const cell = firstOpenCell(page);
  await cell.locator(".cm-content").click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(code);
  await run();
  await cell.getByText(/step [\d,]+ \//).waitFor();
  const before = await kernelState(page);
  await stop();
  await until("the kernel is idle", async () => (await kernelState(page)) === "Idle", 20);
  await page.waitForTimeout(500); // tslab refuses cells that come right after one that failed
  const text = (await cell.locator(".jp-OutputArea-output").allInnerTexts()).join("\n");
  return { before, text };
}

/** A chart of the open notebook as it is drawn, and as a screen reader meets it. */
export interface SeenChart {
  readonly colours: number;
  /** From the browser's accessibility tree; "" where it has none, or stands in none. */
  readonly role: string;
  readonly name: string;
}

const DRAWN = ".jp-OutputArea-output .vega-embed [role=graphics-document]";

/** All charts of the open notebook, each scrolled to; each is kept as a picture. */
export async function lookAtCharts(page: Page, name: string): Promise<SeenChart[]> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Accessibility.enable");
  const charts: Locator = page.locator(DRAWN);
  const seen: SeenChart[] = [];
  for (let index = 0; index < (await charts.count()); index++) {
    const canvas = charts.nth(index).locator("canvas");
    await canvas.scrollIntoViewIfNeeded();
    const file = path.join(PICTURES, `${name}-${index + 1}.png`);
    const colours = coloursIn(await canvas.screenshot({ path: file }));
    const expression = `document.querySelectorAll(${JSON.stringify(DRAWN)})[${index}]`;
    const { result } = await cdp.send("Runtime.evaluate", { expression });
    const { nodes } = await cdp.send("Accessibility.getPartialAXTree", {
      objectId: result.objectId,
      fetchRelatives: false,
    });
    const text = (value?: { value?: unknown }): string =>
      typeof value?.value === "string" ? value.value : "";
    const node = nodes.find(({ ignored }) => !ignored);
    seen.push({ colours, role: text(node?.role), name: text(node?.name) });
  }
  await cdp.detach();
  return seen;
}

/** How many different colours a picture has: a blank chart has one or two. */
function coloursIn(png: Buffer): number {
  const { data } = PNG.sync.read(png);
  const colours = new Set<number>();
  for (let at = 0; at < data.length; at += 4) colours.add(data.readUIntBE(at, 3));
  return colours.size;
}
