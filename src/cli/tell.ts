/** A line for the person at the terminal; standard output is for results. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
