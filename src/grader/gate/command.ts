/** What `clinic lab check` prints and returns. */
import { openCount, type CountProgress } from "../../course/count-progress";
import { ROOT } from "../../course/paths";
import { NO_LAB, selectLabs } from "../lab/places";
import { checkLab } from "./gate";
import { gateText } from "./text";

export interface LabCheckOptions {
  runs: number;
  mutants: number;
  workers?: number;
}

/**
 * @param root the folder that holds `solutions` and `labs`
 * @returns the exit code: 1 when a lab must not be handed out yet
 */
export async function labCheckCommand(
  wishes: readonly string[],
  options: LabCheckOptions,
  root = ROOT,
): Promise<number> {
  const places = selectLabs(wishes, root);
  if (places.length === 0) {
    console.log(NO_LAB);
    return 0;
  }
  let code = 0;
  for (const place of places) {
    let progress: CountProgress | undefined;
    const result = await checkLab(place, {
      ...options,
      onTotal: async (total) => {
        progress = await openCount(`${place.name}: graded`, total);
      },
      onGraded: (name) => progress?.step(name),
    });
    progress?.close();
    console.log(gateText(result));
    if (!result.passed) code = 1;
  }
  return code;
}
