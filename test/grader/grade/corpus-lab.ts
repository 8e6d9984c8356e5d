/** The corpus's lab: the sample with one more task, an open one, and checks that wait three seconds at most. */
import fs from "node:fs";
import path from "node:path";
import { gradedLab, type GradedLab } from "../../../src/grader/grade/lab";
import { ROOT } from "../../../src/course/paths";
import { releaseLab, type LabRelease } from "../../../src/grader/lab/files";
import { copyOfSample } from "../lab/fixture";

const TASK = `//   - id: fit
//     title: A line through points
//     points: 5
//     says: Give a line with a low loss.
//     hint: The loss is measured anew.
//     kind: open
//     calls: []
// ---

// %% [markdown]
// # A sample lab`;

const CELL = `
// %% task="fit"
function train(points: number[][]): { line: number[]; loss: number } {
  // BEGIN SOLUTION
  const mean = (values: number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
  const [mx, my] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const rise = mean(points.map(([x, y]) => (x - mx) * (y - my))) / mean(points.map(([x]) => (x - mx) ** 2));
  const line = [rise, my - rise * mx];
  return { line, loss: mean(points.map(([x, y]) => (line[0] * x + line[1] - y) ** 2)) };
  // END SOLUTION
}
`;

const CHECK = `
  defineCheck({
    task: "fit",
    name: "the loss, measured anew",
    visible: false,
    uses: ["train"],
    inputs: (random) => ({
      points: Array.from(random.normals(20), (x) => [x, 3 * x - 1]),
    }),
    probe: ({ train }, _library, { points }) => train(points),
    returns: z.object({ line: z.array(z.number()).length(2), loss: z.number() }),
    judge: ({ line: [rise, start], loss }, { points }) => {
      const secret = "CANARY";
      const mean = points.reduce((sum, [x, y]) => sum + (rise * x + start - y) ** 2, 0) / points.length;
      return {
        passed: mean < 0.01 && secret.length > 0,
        measured: \`a loss of \${mean.toFixed(3)}, which the notebook says is \${loss.toFixed(3)}\`,
        wanted: "less than 0.01",
      };
    },
  }),
];`;

const OWN_FOLDER = path.join(ROOT, ".clinic"); // below the package, whose modules the checks import

/** @param canary stands in a hidden check's judge */
export function corpusLab(canary: string): { release: LabRelease; lab: GradedLab; root: string } {
  fs.mkdirSync(OWN_FOLDER, { recursive: true });
  const place = copyOfSample(OWN_FOLDER);
  const source = fs.readFileSync(place.source, "utf8");
  fs.writeFileSync(
    place.source,
    source.replace("// ---\n\n// %% [markdown]\n// # A sample lab", TASK) + CELL,
  );
  const checks = path.join(place.solutions, "checks.ts");
  const text = fs
    .readFileSync(checks, "utf8")
    .replaceAll("    inputs:", "    seconds: 3,\n    inputs:")
    .replace(/\n\];\s*$/, CHECK.replace("inputs:", "seconds: 3,\n    inputs:"))
    .replaceAll("CANARY", canary);
  fs.writeFileSync(checks, text);
  const release = releaseLab(place);
  return { release, lab: gradedLab(release.manifest, checks), root: place.root };
}
