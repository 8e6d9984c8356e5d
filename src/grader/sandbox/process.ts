/**
 * The weakest wall: a process of its own group with a cleared environment, an empty work folder, limits, Node's
 * permission model, and, when the grader is root, a user of its own. The network is open.
 */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { makeOwnFolder } from "../own-folder";
import { findCommand } from "./commands";
import type { Launched } from "./launched";
import { environmentFor, nodeFlags } from "./node-flags";
import type { Program } from "./program";
import { missingLimits, underLimits, withProcesses } from "./rlimits";
import { canBecomeOthers, canOthersRead, releaseUser, takeUser } from "./users";

/** Why root may not start a submission so: without a user of its own it would be root as well. */
export function processProblem({ libraryRoot }: Program): string {
  if (!canBecomeOthers() || canOthersRead(libraryRoot)) return "";
  return (
    `a submission runs as a user of its own here, and only you may read ${libraryRoot}. ` +
    "Move the clone to where every user may read, or grade as an ordinary user"
  );
}

export function launchProcess(program: Program): Launched {
  const work = makeOwnFolder(fs.realpathSync(os.tmpdir()), "gan-clinic");
  const ownUser = canBecomeOthers() && canOthersRead(program.libraryRoot);
  const uid = ownUser ? takeUser() : undefined;
  if (uid !== undefined) fs.chownSync(work, uid, uid);
  const marker = { GAN_CLINIC_SANDBOX: randomUUID() };
  const script = path.join(program.libraryRoot, program.script);
  // As an ordinary file in the work folder, a native part could do all that the grader's user may.
  const flags = nodeFlags(program, { root: program.libraryRoot, work, addons: false });
  const node = [process.execPath, ...flags, script];
  // The limit counts all of a user's processes, so it is only for a user of its own.
  const counted = uid === undefined ? node : withProcesses(program.limits.processes, node);
  const [command, ...given] = [...dyingWithUs(), ...underLimits(program.limits, counted)];
  const child = spawn(command, given, {
    cwd: work,
    env: { ...environmentFor(program, work), ...marker },
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  return {
    level: "process",
    child,
    requests: child.stdio[3] as Writable,
    answers: child.stdio[4] as Readable,
    prints: [child.stdout as Readable, child.stderr as Readable],
    family: {
      pid: child.pid ?? -1,
      marker: `GAN_CLINIC_SANDBOX=${marker.GAN_CLINIC_SANDBOX}`,
      ...(uid === undefined ? {} : { uid }),
    },
    ready: () => missingLimits(child.pid ?? -1, program.limits),
    cleanUp() {
      if (uid !== undefined) releaseUser(uid);
      fs.rmSync(work, { recursive: true, force: true });
    },
  };
}

/** util-linux's `setpriv`: the kernel kills the process when the grader is killed, and it gains no privilege. */
function dyingWithUs(): string[] {
  const setpriv = process.platform === "linux" ? findCommand("setpriv") : undefined;
  return setpriv ? [setpriv, "--pdeathsig", "KILL", "--no-new-privs", "--"] : [];
}
