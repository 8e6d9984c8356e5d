/**
 * The corpus through the whole grader, behind every wall that is to be had here: each submission has the outcome that
 * it should, nothing secret comes out, nothing stays behind, and nothing of ours is changed.
 *
 * CORPUS=x-proxy in the environment grades only the cases whose names begin so.
 */
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { createServer, type Server } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ROOT } from "../../../src/course/paths";
import type { IsolationLevel, SubmissionReport } from "../../../src/grader/contract";
import { strongestIsolation } from "../../../src/grader/sandbox/isolation";
import { sandboxProgram } from "../../../src/grader/sandbox/sandbox";
import { corpus } from "./corpus";
import { corpusLab } from "./corpus-lab";
import { expectedText, gotText, gradeCorpus, handIn, reportName, toldBy } from "./corpus-run";
import { changedBySubmission, treeOf, watchOurProcesses, watchPrinting } from "./surroundings";
import { removeFolder } from "../../remove-folder";

const canary = `CANARY-${randomBytes(8).toString("hex")}`;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "clinic-corpus-"));
const secret = path.join(folder, "secret");
const markers = [os.homedir(), os.tmpdir()].map((place) =>
  path.join(place, `.clinic-corpus-${randomBytes(4).toString("hex")}`),
);
const { release, lab, root } = corpusLab(canary);
const rows: string[] = [];
let server: Server;
let reached = 0;

beforeAll(async () => {
  vi.stubEnv("GRADER_SECRET", canary);
  fs.mkdirSync(secret, { mode: 0o700 });
  for (const file of [path.join(secret, "secret.txt"), ...markers]) {
    fs.writeFileSync(file, canary, { mode: 0o600 });
  }
  server = createServer(() => (reached += 1)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
});

afterAll(() => {
  vi.unstubAllEnvs();
  server.close();
  for (const each of [folder, root, ...markers]) removeFolder(each);
  console.log(rows.join("\n"));
});

const { missing } = strongestIsolation(sandboxProgram({ libraryRoot: ROOT }), { trusted: true });
const walls: IsolationLevel[] = missing.bubblewrap ? ["process"] : ["bubblewrap", "process"];

describe.each(walls)("the corpus behind: %s", (wall) => {
  const cases = corpus.filter(
    (each) =>
      (each.walls?.includes(wall) ?? true) &&
      (wall === walls[0] || each.everywhere) &&
      each.name.startsWith(process.env.CORPUS ?? ""),
  );
  const out = path.join(folder, wall, "out");
  const before = treeOf(ROOT);
  const reachedBefore = reached;
  let reports: Map<string, SubmissionReport>;
  let text: string;
  let printed: string;
  let ours: Awaited<ReturnType<ReturnType<typeof watchOurProcesses>["end"]>>;

  beforeAll(async () => {
    const submissions = path.join(folder, wall, "in");
    handIn(cases, release, submissions, {
      LIBRARY: ROOT,
      OPEN_PORT: String((server.address() as { port: number }).port),
      HOME_MARKER: markers[0],
      TMP_MARKER: markers[1],
      LAB_ROOT: root,
      SECRET: secret,
      OUT: out,
    });
    const watch = watchOurProcesses();
    const prints = watchPrinting();
    try {
      ({ reports, text } = await gradeCorpus(submissions, lab, out, wall));
    } finally {
      printed = prints.end();
      ours = await watch.end();
    }
  }, 600_000);

  it("gives every submission a report", () => {
    expect([...reports.keys()].sort()).toEqual(cases.map(reportName).sort());
  });

  it.each(cases)("$name: $says", (each) => {
    const report = reports.get(reportName(each))!;
    const told = toldBy(report);
    const { tells, error, orLate } = each.expected;
    const came = gotText(report);
    const got = orLate ? came.replace("slope timed out", "slope crashed") : came;
    rows.push(
      `${wall} | ${reportName(each)} | ${expectedText(each)} | ${came} | ${told.at(-1)?.slice(0, 80) ?? report.error ?? ""}`,
    );
    expect(got, told.join("\n")).toBe(expectedText(each));
    if (error) expect(report.error).toMatch(error);
    if (tells) expect(told).toContainEqual(expect.stringMatching(tells));
  });

  it("lets nothing secret out, and nothing that a workflow would obey", () => {
    const files = fs.readdirSync(out, { recursive: true, encoding: "utf8" });
    const texts = files
      .map((name) => path.join(out, name))
      .filter((file) => fs.statSync(file).isFile())
      .map((file) => [file, fs.readFileSync(file, "utf8")] as const);
    expect(texts.length).toBeGreaterThan(5 * cases.length);
    for (const [file, content] of [...texts, ["printed", printed], ["text", text]] as const) {
      expect(content.includes(canary), file).toBe(false);
      expect(content.length, file).toBeLessThan(2_000_000);
    }
    expect(`${printed}${text}`).not.toMatch(/^\s*::|##\[/m);
    if (wall !== "process") expect(reached).toBe(reachedBefore);
  });

  it("leaves no process behind, and stays small itself", () => {
    expect(ours.seen).toBeGreaterThan(cases.length / 2);
    expect(ours.left).toEqual([]);
    expect(ours.grown).toBeLessThan(600e6);
  });

  it("changes nothing of ours", () => {
    expect(changedBySubmission(ROOT, before)).toEqual([]);
    for (const file of [...markers, path.join(secret, "secret.txt")]) {
      expect(fs.readFileSync(file, "utf8")).toBe(canary);
      expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    }
    expect(fs.existsSync(path.join(root, "solutions", "00-sample", "x"))).toBe(false);
  });
});
