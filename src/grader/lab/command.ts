/** What `clinic lab build`, `clinic lab new` and `clinic lab release` print and return. */
import path from "node:path";
import { ROOT } from "../../course/paths";
import { measureMistakes } from "../gate/measure";
import { buildLab } from "./build";
import { withExecutor } from "./execute";
import { handOut } from "./hand-out";
import { newLab } from "./new";
import { NO_LAB, selectLabs } from "./places";

export interface LabBuildOptions {
  check?: boolean;
  fresh?: boolean;
  overwrite?: boolean;
}

/**
 * @param root the folder that holds `solutions` and `labs`
 * @returns the exit code: 1 when something is not up to its source
 */
export async function labBuildCommand(
  wishes: readonly string[],
  options: LabBuildOptions,
  tell: (line: string) => void,
  root = ROOT,
): Promise<number> {
  const places = selectLabs(wishes, root);
  if (places.length === 0) {
    console.log(NO_LAB);
    return 0;
  }
  return withExecutor(tell, async (execute) => {
    let code = 0;
    for (const place of places) {
      const { written, stale } = await buildLab(place, {
        ...options,
        execute,
        measure: measureMistakes,
      });
      const names = (files: readonly string[]): string =>
        files.map((file) => path.relative(root, file)).join(", ");
      if (stale.length > 0) {
        console.log(
          `${place.name}: not up to its source: ${names(stale)}; run: npx clinic lab build`,
        );
        code = 1;
      } else if (written.length > 0) console.log(`${place.name}: wrote ${names(written)}`);
      else console.log(`${place.name}: up to its source`);
    }
    return code;
  });
}

/** Begin a lab, and say what to do next. */
export function labNewCommand(name: string, root = ROOT): void {
  const files = newLab(name, root);
  console.log(`Wrote ${files.map((file) => path.relative(root, file)).join(", ")}`);
  console.log(`Change them, then run: npx clinic lab build ${name}`);
}

/** Copy the course without its solutions, and say what to do with it. */
export function labReleaseCommand(
  folder: string,
  wishes: readonly string[] = [],
  root = ROOT,
): void {
  const { folder: to, labs } = handOut(folder, wishes, root);
  console.log(
    `Wrote the course without solutions into ${path.relative(".", to)}, with ${labs.join(", ")}`,
  );
  console.log("Give it to students as a zip or as a new repository. There they run: npm run lab");
}
