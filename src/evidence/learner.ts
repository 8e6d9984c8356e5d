/**
 * What a kernel of the course wants to hear from a notebook: that it came to its end, that a task was checked. It
 * keeps this for the learner's front page; without such a kernel nobody listens.
 */
export interface LearnerEvents {
  /** The table at a notebook's end was shown. */
  readonly finished: (claims: number, held: number) => void;
  /** The visible checks of a lab's task were run. */
  readonly checked: (task: string, passed: boolean) => void;
}

const KEY = "__clinicLearner__";

/** Listen, from a kernel. */
export function listenToLearner(events: LearnerEvents): void {
  Reflect.set(globalThis, KEY, events);
}

/** Who listens, if anybody does. */
export function learnerEvents(): LearnerEvents | undefined {
  return Reflect.get(globalThis, KEY) as LearnerEvents | undefined;
}
