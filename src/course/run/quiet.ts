// What `@jupyterlab/services` writes on the console by itself, which is no news to the user.
const chatter =
  /^(?:Starting WebSocket: |Kernel: \w+ \(|Connection lost, reconnecting|The kernel "[^"]*" does not exist)/;

let users = 0;
const original: Partial<Pick<Console, "debug" | "warn">> = {};

/** Runs a task without the console messages of the Jupyter client; all others are written. */
export async function quietly<T>(task: () => Promise<T>): Promise<T> {
  if (users++ === 0) muffle();
  try {
    return await task();
  } finally {
    if (--users === 0) Object.assign(console, original);
  }
}

function muffle(): void {
  for (const name of ["debug", "warn"] as const) {
    const write = Reflect.get(console, name) as (...args: unknown[]) => void;
    original[name] = write;
    console[name] = (...args: unknown[]) => {
      if (!chatter.test(String(args[0]))) write.apply(console, args);
    };
  }
}
