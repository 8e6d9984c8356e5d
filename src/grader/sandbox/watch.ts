/** Looks at all sandboxes' processes a few times a second: how much memory they hold together, and how many they are. */
import { besidesHeap, mebi, type SandboxLimits } from "./limits";
import { familyOf, listProcesses, type Family } from "./tree";

interface Watched {
  readonly family: Family;
  readonly limits: SandboxLimits;
  readonly exceeded: (why: string) => void;
}

const everyMs = 200;
const watched = new Set<Watched>();
let timer: NodeJS.Timeout | undefined;

/** @param exceeded called when the family holds or is more than it may; until `stop` */
export function watchFamily(
  family: Family,
  limits: SandboxLimits,
  exceeded: (why: string) => void,
): { stop: () => void } {
  const entry = { family, limits, exceeded };
  watched.add(entry);
  timer ??= setInterval(lookAtAll, everyMs).unref();
  return {
    stop() {
      watched.delete(entry);
      if (watched.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    },
  };
}

/** Without what was held: equal submissions get equal reports. */
export function outOfMemory({ memory }: SandboxLimits): string {
  return `It ran out of memory: allowed are ${memory} MB`;
}

function lookAtAll(): void {
  const processes = listProcesses();
  for (const { family, limits, exceeded } of [...watched]) {
    const members = familyOf(family, processes);
    const held = members.reduce((sum, { resident }) => sum + resident, 0) / mebi;
    const threads = members.reduce((sum, each) => sum + each.threads, 0);
    // The count is exact and comes first; many processes also hold what they share, counted in each.
    if (threads > limits.processes) {
      exceeded(
        `It started more processes and threads than the ${limits.processes} that are allowed`,
      );
    } else if (held > limits.memory + besidesHeap) {
      exceeded(outOfMemory(limits));
    }
  }
}
