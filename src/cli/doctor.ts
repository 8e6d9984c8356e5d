/** `clinic doctor`: what is here, what is missing. */
import type { Command } from "commander";
import type { Finding } from "../course/doctor/finding";
import { ROOT } from "../course/paths";

/** Where there are labs to be graded by: students have none. */
async function gradingFindings(): Promise<Finding[]> {
  const { listLabs } = await import("../grader/lab/places.js");
  if (listLabs().length === 0) return [];
  const { findWall } = await import("../grader/sandbox/finding.js");
  const { sandboxProgram } = await import("../grader/sandbox/sandbox.js");
  return [findWall(sandboxProgram({ libraryRoot: ROOT }))];
}

export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .description("say what is here, what is missing, and the command that mends it")
    .action(async () => {
      const { examine, formatFindings, verdict } = await import("../course/doctor.js");
      const findings = [...(await examine()), ...(await gradingFindings())];
      console.log(`${formatFindings(findings)}\n\n${verdict(findings)}`);
      process.exitCode = findings.some(({ state }) => state === "missing") ? 1 : 0;
    });
}
