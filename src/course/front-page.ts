/**
 * The course's front page: one table of notebooks and labs, made from their own headers. `notebooks/README.md` is
 * the one that is committed. A learner's own, `work/index.md`, also says how far they are and where to go on; it is made
 * anew by `clinic lab` and by the kernel, whenever something on it changes.
 *
 * It is Markdown, which JupyterLab shows without a kernel. A notebook with a page that is made from outside has to be
 * run, or asks which of two versions is to be kept.
 */
import fs from "node:fs";
import path from "node:path";
import { writeWhole } from "../files";
import { readLearner } from "./learner";
import { NOTEBOOKS, ROOT } from "./paths";
import { continueAt, progressOf, stops, type Stop } from "./stops";
import { workFolder, type Document } from "./work/places";
import { readQuietly, writeText } from "./work/state";

/** The one that is committed; GitHub shows it below the list of notebooks. */
export const FRONT_PAGE = path.join(NOTEBOOKS, "README.md");
/** The learner's own, in `work/`. */
export const OWN_PAGE = "index.md";
const PICTURE = "ring.png";

const INTRODUCTION = `Training a GAN goes wrong in known ways. Each notebook here takes one of them: it **reproduces** the fault,
**measures** it, **fixes** it, and measures again with the same metric, over several seeds. Each **lab** lets you build
the fixes yourself.

**What you need:** some programming (the cells are TypeScript; nothing in them is clever), what a gradient is, and what
a neural network is. What a GAN is, notebook 00 says.`;

const HOW = `## How to use it

Open a notebook by a click on its name. Its results are there already. Run it yourself cell by cell
with Shift+Enter; the times are those of two processor cores, and for labs those of your own work. Every experiment has its few knobs at the top of a cell:
change them, run that cell again.`;

const OWN_FILES = `## Your own copy

Everything here is yours: change what you like. When the course has become newer, its new version lies beside
yours and this page says so. To have a notebook or a lab as it was at first: \`npm run lab -- --reset 03\`, or
\`--reset lab-01\`; one cell: write \`reset()\` as its first line and run it. What you had is kept beside it, with the day in its name.`;

/** The page that is committed. Equal courses give equal pages. */
export function frontPage(root = ROOT): string {
  const rows = stops(root).map((stop) => {
    const link = linkTo(stop.document.from, path.join(root, "notebooks"));
    return `| ${numberOf(stop)} | [${stop.title}](${link}) | ${timeOf(stop)} |`;
  });
  const parts = [
    "<!-- made by `clinic build`; edits are lost -->",
    "# GAN Clinic",
    picture("../.github/pictures/ring.png"),
    INTRODUCTION,
    "## The course",
    ["| | | time |", "| :-: | :-- | :-- |", ...rows].join("\n"),
    HOW,
  ];
  return `${parts.join("\n\n")}\n`;
}

/** The learner's own page. */
export function ownPage(root = ROOT, learner = readLearner(learnerFile(root))): string {
  const all = stops(root);
  const progress = all.map((stop) => progressOf(stop, learner));
  const at = continueAt(progress);
  const rows = all.map((stop, index) => {
    const { done, says } = progress[index];
    const link = `[${stop.title}](${linkTo(stop.document.file, workFolder(root))})`;
    const cells = [
      done ? "✔" : index === at ? "▶" : "",
      numberOf(stop),
      index === at ? `**${link}**` : link,
      timeOf(stop),
      [says, newerText(stop.document, root)].filter(Boolean).join(" · "),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const finished = progress.filter(({ done }) => done).length;
  const isNewer = all.some(({ document }) => fs.existsSync(document.offer));
  const where = at === undefined ? undefined : all[at];
  const next = where
    ? `**▶ Continue here: [${numberOf(where)} · ${where.title}](${linkTo(where.document.file, workFolder(root))})**`
    : "**✔ You have done all of it.**";
  const parts = [
    "# GAN Clinic",
    picture(`pictures/${PICTURE}`),
    INTRODUCTION,
    "## The course",
    `${next} · ${finished} of ${all.length} done`,
    ...(isNewer ? [NEWER] : []),
    ["| | | | time | how far you are |", "| :-: | :-: | :-- | :-- | :-- |", ...rows].join("\n"),
    HOW,
    OWN_FILES,
  ];
  return `${parts.join("\n\n")}\n`;
}

const NEWER = `> **The course has become newer than some of your copies.** The new version lies beside yours: what you did not edit is
> new in it, what you edited is in it as you left it. To have it in the place of yours, close both and run
> \`npm run lab -- --update\` (or \`--update 03\` for one); yours is kept, with the day in its name.`;

function newerText({ offer }: Document, root: string): string {
  if (!fs.existsSync(offer)) return "";
  let told = 0;
  try {
    told = readQuietly(offer).cells.filter(
      ({ metadata }) => (metadata.gan_clinic as { note?: boolean } | undefined)?.note === true,
    ).length;
  } catch {
    // it cannot be read: the link leads to it all the same, and JupyterLab says why
  }
  const cells = `${told} ${told === 1 ? "cell" : "cells"}`;
  const more = told === 0 ? "" : `; in ${cells} that you edited the course is new as well`;
  return `[newer version](${linkTo(offer, workFolder(root))})${more}`;
}

/**
 * Make the learner's page anew, where there is a `work/`.
 * @returns whether it has changed
 */
export function writeOwnPage(root = ROOT): boolean {
  if (!fs.existsSync(workFolder(root))) return false;
  const from = path.join(root, ".github", "pictures", PICTURE);
  const to = path.join(workFolder(root), "pictures", PICTURE);
  if (fs.existsSync(from) && !fs.existsSync(to)) writeText(to, fs.readFileSync(from));
  const file = path.join(workFolder(root), OWN_PAGE);
  const page = ownPage(root);
  if (fs.existsSync(file) && fs.readFileSync(file, "utf8") === page) return false;
  writeText(file, page);
  return true;
}

/**
 * Bring the committed front page up to the course.
 * @param check change nothing
 * @returns whether it was not up to it
 */
export function buildFrontPage(check: boolean, file = FRONT_PAGE): boolean {
  const wanted = frontPage();
  const isStale = !fs.existsSync(file) || fs.readFileSync(file, "utf8") !== wanted;
  if (isStale && !check) writeWhole(file, wanted);
  return isStale;
}

function learnerFile(root: string): string {
  return path.join(root, ".clinic", "learner.json");
}

function picture(file: string): string {
  const alt = "From one lump to eight clouds: what a GAN generates at six moments of its training";
  return `<img align="right" width="330" hspace="16" src="${file}" alt="${alt}">`;
}

function numberOf({ document }: Stop): string {
  return document.name.slice(0, 2);
}

/** With spaces at which no line is broken. */
function timeOf({ document, minutes }: Stop): string {
  const time = minutes < 60 ? `${minutes}\u00A0min` : `${Math.round(minutes / 30) / 2}\u00A0h`;
  return `${document.kind === "lab" ? "work" : "run"}:\u00A0${time}`;
}

/** With "/" on every system; a space is `%20`. */
function linkTo(file: string, from: string): string {
  return path.relative(from, file).split(path.sep).map(encodeURIComponent).join("/");
}
