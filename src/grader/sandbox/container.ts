/**
 * The strongest wall: a container without network, read-only, with limits of its own, from the image that
 * `.config/grader/Dockerfile` describes. It holds Node and the course and nothing else.
 */
import { spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { findCommand } from "./commands";
import type { Launched } from "./launched";
import { besidesHeap } from "./limits";
import { environmentFor, nodeFlags } from "./node-flags";
import type { Program } from "./program";

/** The image's name. */
export const containerImage = "gan-clinic-grader";

/** Builds the image, from the repository's root. */
export const buildImage = (engine: string) =>
  `${engine} build --file .config/grader/Dockerfile --tag ${containerImage} .`;

export interface ContainerPlan {
  /** Absolute path of `docker` or `podman`. */
  readonly command: string;
}

const work = "/tmp";

/** Is there an engine that answers, and has it the image? */
export function tryContainer(): ContainerPlan | { readonly why: string } {
  const reasons: string[] = [];
  for (const name of ["docker", "podman"]) {
    const command = findCommand(name);
    const why = command ? engineProblem(command, name) : `${name} is not installed`;
    if (command && !why) return { command };
    reasons.push(why);
  }
  return { why: reasons.join("; ") };
}

function engineProblem(command: string, name: string): string {
  const fails = (...given: string[]) =>
    spawnSync(command, given, { stdio: "ignore", timeout: 10_000 }).status !== 0;
  if (fails("info")) return `${name} does not answer (is its service running?)`;
  if (!fails("image", "inspect", containerImage)) return "";
  return `${name} has no image "${containerImage}"; make it with: ${buildImage(name)}`;
}

/** The arguments of `docker run` (podman's are the same). */
export function containerArguments(program: Program, name: string): string[] {
  const { limits } = program;
  const memory = `${limits.memory + besidesHeap}m`;
  const environment = Object.entries(environmentFor(program, work));
  const node = [
    "node",
    ...nodeFlags(program, { root: "/lab", work, addons: true }),
    `/lab/${program.script}`,
  ].join(" ");
  return [
    ...["run", "--rm", "--interactive", "--init", "--name", name, "--pull", "never"],
    ...["--network", "none", "--read-only", "--ipc", "private", "--user", "65534:65534"],
    ...["--cap-drop", "ALL", "--security-opt", "no-new-privileges"],
    // swap as large as memory means no swap; the file system is in memory and counts there too
    ...["--memory", memory, "--memory-swap", memory, "--pids-limit", String(limits.processes)],
    ...["--ulimit", "core=0", "--ulimit", "nofile=512", "--ulimit", `cpu=${limits.processor}`],
    ...["--tmpfs", `${work}:rw,noexec,nosuid,nodev,size=${limits.disk}m`, "--workdir", work],
    ...environment.flatMap(([key, value]) => ["--env", `${key}=${value}`]),
    containerImage,
    // A container has three streams only: messages take the first two, all that is printed the third.
    ...["sh", "-c", `exec ${node} 3<&0 4>&1 0</dev/null 1>&2`],
  ];
}

export function launchContainer(program: Program, { command }: ContainerPlan): Launched {
  const name = `gan-clinic-${randomUUID()}`;
  const child = spawn(command, containerArguments(program, name), {
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  return {
    level: "container",
    child,
    requests: child.stdin,
    answers: child.stdout,
    prints: [child.stderr],
    family: { pid: child.pid ?? -1 },
    ready: () => [], // the engine refuses to start what it cannot limit
    cleanUp() {
      // The client's end does not end the container.
      spawnSync(command, ["rm", "--force", name], { stdio: "ignore", timeout: 20_000 });
    },
  };
}
