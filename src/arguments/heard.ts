/** Hears the name of a public function at each of its calls from outside of the library. */
export type CallListener = (name: string) => void;

let listener: CallListener | undefined;

/** From now on this one hears of calls, and no other; gives back what ends it. */
export function hearCalls(own: CallListener): () => void {
  listener = own;
  return () => {
    if (listener === own) listener = undefined;
  };
}

/** Tells of a call; within the library, one function calls another without it. */
export function tellCall(name: string): void {
  listener?.(name);
}
