/** A map that forgets what was not used for longest. */
export interface Recent<Value> {
  readonly get: (key: string) => Value | undefined;
  readonly set: (key: string, value: Value) => void;
}

/** @param most how many it remembers */
export function recent<Value>(most: number): Recent<Value> {
  const values = new Map<string, Value>(); // a Map keeps the order in which keys were added

  function set(key: string, value: Value): void {
    values.delete(key);
    values.set(key, value);
    if (values.size > most) values.delete(values.keys().next().value!);
  }

  return {
    get(key) {
      const value = values.get(key);
      if (value !== undefined) set(key, value);
      return value;
    },
    set,
  };
}
