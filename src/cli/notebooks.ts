/** `clinic build` and `clinic pull`: notebooks and their sources. */
import type { Command } from "commander";
import path from "node:path";
import { ROOT, selectLessons } from "../course/paths";

export function addBuild(program: Command): void {
  program
    .command("build")
    .description("build the library and bring notebooks/ up to notebooks/source/")
    .argument("[notebooks...]", "numbers, names; all when left out")
    .option("--check", "change nothing; fail when a notebook is not up to its source")
    .option("--force", "overwrite notebooks that were edited by hand")
    .action(async (wishes: string[], options: { check?: boolean; force?: boolean }) => {
      const { buildLesson } = await import("../course/build.js");
      for (const lesson of selectLessons(wishes)) {
        const state = buildLesson(lesson, options);
        console.log(`${lesson.name}: ${BUILD_STATES[state]}`);
        if (state === "stale" || (state === "edited" && options.check)) process.exitCode = 1;
      }
      if (wishes.length > 0) return;
      const { buildFrontPage } = await import("../course/front-page.js");
      const isStale = buildFrontPage(options.check === true);
      console.log(
        `front page: ${isStale ? (options.check ? BUILD_STATES.stale : "built") : "up to the course"}`,
      );
      if (isStale && options.check) process.exitCode = 1;
    });
}

const BUILD_STATES = {
  current: "up to its source",
  built: "built, without outputs; to fill them in: npm run prove -- --update",
  stale: "not up to its source; run: npx clinic build",
  edited:
    "edited by hand, left alone; to keep the edits: npx clinic pull; to drop them: npx clinic build --force",
};

export function addPull(program: Command): void {
  program
    .command("pull")
    .description("turn notebooks edited by hand back into their source")
    .argument("[notebooks...]", "numbers, names; all when left out")
    .option("--force", "overwrite a source that has changed too")
    .action(async (wishes: string[], options: { force?: boolean }) => {
      const { pullLesson } = await import("../course/build.js");
      for (const lesson of selectLessons(wishes)) {
        const state = pullLesson(lesson, options);
        console.log(
          `${lesson.name}: ${state === "pulled" ? `source written to ${path.relative(ROOT, lesson.source)}` : "not edited, nothing to do"}`,
        );
      }
    });
}
