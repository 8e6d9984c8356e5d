/** What the course has, from its own headers, and how far a learner is with it: what the front page's table shows. */
import fs from "node:fs";
import path from "node:path";
import { courseMetadata } from "./convert";
import type { LearnerRecord } from "./learner";
import { readNotebook, sourceOf } from "./notebook";
import { listLessons, ROOT } from "./paths";
import { parsePercent } from "./percent";
import { readBase } from "./work/copy";
import { documents, type Document } from "./work/places";

/** A notebook or a lab, as the table shows it. */
export interface Stop {
  readonly document: Document;
  readonly title: string;
  readonly minutes: number;
  /** Of a lab: all its tasks, as its README counts them. */
  readonly tasks: readonly { readonly id: string; readonly kind: string }[];
}

/** Everything in the table: each notebook, then the lab that goes with it. */
export function stops(root = ROOT): Stop[] {
  const sources = new Map(
    listLessons(path.join(root, "notebooks", "source")).map(({ name, source }) => [name, source]),
  );
  return documents(root).flatMap((document) => {
    if (document.kind === "lab") return labStop(document);
    const source = sources.get(document.name);
    if (source === undefined) return [];
    const { header } = parsePercent(fs.readFileSync(source, "utf8"), document.name);
    const { full = 0 } = header.seconds as { full?: number };
    const minutes = Math.max(1, Math.ceil(full / 60));
    return [{ document, title: String(header.title), minutes, tasks: [] }];
  });
}

function labStop(document: Document): Stop[] {
  const about = path.join(path.dirname(document.from), "lab.json");
  if (!fs.existsSync(about)) return [];
  const { title } = courseMetadata(readNotebook(document.from));
  const { tasks, minutes = 0 } = JSON.parse(fs.readFileSync(about, "utf8")) as {
    minutes?: number;
    tasks: { id: string; kind: string }[];
  };
  return [{ document, title: String(title), minutes, tasks }];
}

/** What a learner has done of a stop. */
export interface Progress {
  readonly done: boolean;
  /** Something of it is done. */
  readonly begun: boolean;
  readonly says: string;
}

/** What stands in the learner's record, and in their copy: a text counts as done when something was written. */
export function progressOf(stop: Stop, learner: LearnerRecord): Progress {
  const { document, tasks } = stop;
  if (document.kind === "lab") {
    const passed = learner.labs[document.name] ?? {};
    const written = tasks.some(({ kind }) => kind === "text") ? textsWritten(document) : [];
    const done = tasks.filter(({ id }) => passed[id] || written.includes(id)).length;
    const says = done === 0 ? "" : `${done} of ${tasks.length} tasks done`;
    return { done: done === tasks.length, begun: done > 0, says };
  }
  const run = learner.notebooks[document.name];
  if (!run) return { done: false, begun: false, says: "" };
  if (run.budget === "smoke") {
    return { done: false, begun: true, says: `run on ${run.day}, with the smoke budget` };
  }
  const claims = run.claims === undefined ? "" : `: ${run.held} of ${run.claims} claims held`;
  return { done: true, begun: true, says: `run on ${run.day}${claims}` };
}

/** Ids of text cells that are no longer what they were. */
function textsWritten({ base, file }: Document): string[] {
  const first = readBase(base);
  const mine = readBase(file);
  if (!first || !mine) return [];
  const was = new Map(first.cells.map((cell) => [cell.id, sourceOf(cell)]));
  return mine.cells
    .filter((cell) => was.has(cell.id) && was.get(cell.id) !== sourceOf(cell))
    .map(({ id }) => id as string);
}

/** Where to go on: at what was begun last in the order of the course, or behind it. Undefined: all is done. */
export function continueAt(all: readonly Progress[]): number | undefined {
  const last = all.map(({ begun }) => begun).lastIndexOf(true);
  if (last >= 0 && !all[last].done) return last;
  const next = all.findIndex(({ done }, at) => at > last && !done);
  const any = next >= 0 ? next : all.findIndex(({ done }) => !done);
  return any >= 0 ? any : undefined;
}
