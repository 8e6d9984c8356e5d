/** The six tasks as a lab of the course's own. */
import fs from "node:fs";
import path from "node:path";
import { releaseLab, type LabRelease } from "gan-clinic/dist/grader/lab/files";
import { labPlace } from "gan-clinic/dist/grader/lab/places";
import { ROOT } from "../../../src/course/paths";
import { benchTasks, VALUE, type BenchTask } from "./tasks";

export const LAB = "00-bench";

/** The cell of a solved task; `value` is what its body computes. */
export function answerText({ typescript }: BenchTask, body = typescript.body): string {
  return `${typescript.head}\n  const ${VALUE} = ${body};\n  return ${VALUE};\n}`;
}

function source(): string {
  const tasks = benchTasks.map(
    ({ id, says }) =>
      `//   - { id: ${id}, title: ${id}, points: 1, says: ${says}, hint: Read again., kind: code }`,
  );
  const cells = benchTasks.map((task) => {
    const [head, ...rest] = answerText(task).split("\n");
    const solved = [`  // BEGIN SOLUTION`, ...rest.slice(0, -1), `  // END SOLUTION`];
    return [
      `// %% [markdown] task="${task.id}"`,
      `// ## ${task.says}`,
      "",
      `// %% task="${task.id}"`,
    ]
      .concat(head, ...solved, "}", "")
      .join("\n");
  });
  return [
    "// ---",
    "// title: Six trivial tasks",
    `// lab: ${LAB}`,
    "// tasks:",
    ...tasks,
    "// ---",
    "",
    "// %%",
    'import { check, quiz } from "gan-clinic/dist/lab";',
    "",
    ...cells,
  ].join("\n");
}

function checks(): string {
  const all = benchTasks.flatMap(({ id, cases }) =>
    cases.map(({ given, wanted }, index) =>
      [
        "  defineCheck({",
        `    task: "${id}",`,
        `    name: "case ${index + 1}",`,
        `    visible: ${index === 0},`,
        `    uses: ["${id}"],`,
        `    inputs: () => ({ given: ${JSON.stringify(given)} }),`,
        `    probe: ({ ${id} }, _library, { given }) => ${id}(...given),`,
        "    returns: z.unknown(),",
        "    judge: (value) => ({",
        `      passed: JSON.stringify(value) === ${JSON.stringify(JSON.stringify(wanted))},`,
        "      measured: String(JSON.stringify(value)),",
        `      wanted: ${JSON.stringify(JSON.stringify(wanted))},`,
        "    }),",
        "  }),",
      ].join("\n"),
    ),
  );
  return [
    'import { z } from "zod";',
    `import { defineCheck } from "gan-clinic/dist/grader/lab/define-check";`,
    "export const checks = [",
    ...all,
    "];\n",
  ].join("\n");
}

/** Writes the lab, released, below `root`, and leads its checks to the packages. */
export function makeLab(root: string): LabRelease {
  fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(root, "node_modules"), "junction");
  const place = labPlace(LAB, root);
  fs.mkdirSync(place.solutions, { recursive: true });
  fs.writeFileSync(place.source, source());
  fs.writeFileSync(path.join(place.solutions, "checks.ts"), checks());
  const release = releaseLab(place);
  for (const [file, text] of release.files) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
  return release;
}
