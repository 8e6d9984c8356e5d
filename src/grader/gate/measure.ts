/** What wrong answers give in the visible checks of a student's notebook, by grading them on the same inputs. */
import path from "node:path";
import { formatNotebook } from "../../course/format-notebook";
import { openGrader } from "../grade/grader";
import { gradedLab } from "../grade/lab";
import { SEED } from "../lab/check";
import { releaseLab } from "../lab/files";
import type { Mistake } from "../lab/mistakes";
import type { LabPlace } from "../lab/places";
import { wrongSubmission } from "../lab/submission";
import { readWrongAnswers } from "../lab/wrong";

/** Of the wrong answers that say how to tell them. What an open task gets depends on training, and is not told. */
export async function measureMistakes(place: LabPlace): Promise<Mistake[]> {
  const release = releaseLab(place);
  const lab = gradedLab(release.manifest, path.join(place.solutions, "checks.ts"), place.name);
  const isCode = (id: string): boolean =>
    release.lab.tasks.some((task) => task.id === id && task.kind === "code");
  const grader = openGrader(lab, { trusted: true });
  try {
    const found = await Promise.all(
      readWrongAnswers(place.solutions, release.lab).map(async (wrong) => {
        const { name, tells, loses } = wrong;
        if (tells === undefined) return [];
        const file = Buffer.from(formatNotebook(wrongSubmission(release, wrong)));
        const { tasks } = await grader.grade(name, file, SEED, { tasks: loses });
        return tasks.flatMap(({ task, checks }) => {
          const wrongs = checks.filter(({ visible, outcome }) => visible && outcome !== "passed");
          const gives = wrongs.flatMap(({ check, measured }) =>
            measured === undefined ? [] : [[check, measured] as const],
          );
          const isTold = isCode(task) && loses.includes(task) && gives.length > 0;
          // where one throws, the numbers of the others tell too little
          return isTold && gives.length === wrongs.length
            ? [{ task, gives: Object.fromEntries(gives), tells }]
            : [];
        });
      }),
    );
    return found.flat();
  } finally {
    await grader.close();
  }
}
