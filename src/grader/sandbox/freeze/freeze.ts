/**
 * Makes what probes compute with fast, before the first of a submission's cells runs: the language's own objects,
 * TensorFlow.js and this course's library. A probe runs beside the submission's code, and must mean what it says.
 */
import { createCipheriv, createDecipheriv } from "node:crypto";
import path from "node:path";
import type { Library } from "../../contract";
import { lockEngine } from "./engine";
import { intrinsics, lockNames } from "./intrinsics";
import { lockProcess } from "./modules";
import type { Registries } from "./registries";
import { freezeAll } from "./walk";

export interface Frozen {
  /** What was changed nevertheless since the last time, in words; it is put back. */
  readonly changed: () => string[];
}

/** @param library with its engine started */
export function freezeSurroundings(root: string, library: Library, registries: Registries): Frozen {
  const engine = lockEngine(library);
  registries.lock();
  lockNames();
  lockProcess(root);
  const prototypes = engine.instances.map((each) => Object.getPrototypeOf(each) as unknown);
  const all = [
    ...intrinsics(),
    ...loadedModules(root),
    ...prototypes,
    ...registries.values(),
    ...cipherParts(),
  ];
  const global = globalThis as { _tfengine?: unknown };
  Object.defineProperty(global, "_tfengine", { writable: false, configurable: false });
  // `Math.random` and the like are put in the place of others while a step is recorded.
  freezeAll(all, { except: new Set<unknown>([Math, console, process, globalThis]) });
  freezeAll(
    Object.values(Object.getOwnPropertyDescriptors(Math)).map(({ value }) => value as unknown),
  );
  return {
    changed: () => [
      ...(registries.restore() ? [] : ["the kernels and gradients"]),
      ...engine.restore(),
    ],
  };
}

/** What the library and TensorFlow.js export. */
function loadedModules(root: string): unknown[] {
  const places = ["dist", "node_modules/@tensorflow"].map(
    (each) => path.join(root, each) + path.sep,
  );
  return Object.values(require.cache)
    .filter((each) => places.some((place) => each?.filename.startsWith(place)))
    .map((each) => each?.exports as unknown);
}

/** What seals the messages to the grader: also the native part, which every cipher shows. */
function cipherParts(): object[] {
  const [key, iv] = [Buffer.alloc(32), Buffer.alloc(12)];
  const made = [createCipheriv, createDecipheriv].map((make) => make("aes-256-gcm", key, iv));
  return made.flatMap((each) => {
    const fields = each as unknown as Record<PropertyKey, unknown>;
    const parts = Reflect.ownKeys(each).map((name) => fields[name]);
    return parts
      .filter((part): part is object => typeof part === "object" && part !== null)
      .filter((part) => "update" in part)
      .map((part) => Object.getPrototypeOf(part) as object);
  });
}
