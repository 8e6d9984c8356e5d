/**
 * How much of their statements two programs share, in whatever order, with whatever between them.
 *
 * A statement counts by how rare it is in the class (its surprise, log(half the class / those who have it)), so that
 * what the task asks for counts nothing, and short ones count less. Of the two, the one with less of its own counts:
 * who pads a copy has it all the same.
 */
import { tokenize } from "./tokens";

/** From so many tokens on a statement counts fully: `const n = 3;` says little about who wrote it. */
const FULL_LENGTH = 8;
/**
 * The least surprise that two must share. Two who never met share as much with a chance of about e^-20, were each
 * statement chosen by itself; a class of 200 has 20,000 pairs.
 */
const LEAST = 20;

/** A program's statements by their tokens. One that stands there often counts once: it is one idea. */
export function statementSet(statements: readonly string[]): Set<string> {
  return new Set(statements.map((statement) => tokenize("", statement).tokens.join(" ")));
}

/**
 * @param programs of a whole class
 * @param released what was handed out, which does not count
 * @returns for two places in `programs` the share, 0 to 1, of the one's own statements that the other has too
 */
export function sharedStatements(
  programs: readonly ReadonlySet<string>[],
  released: ReadonlySet<string>,
): (left: number, right: number) => number {
  const having = new Map<string, number>();
  for (const statement of programs.flatMap((program) => [...program])) {
    having.set(statement, (having.get(statement) ?? 0) + 1);
  }
  const weights = new Map<string, number>();
  for (const [statement, many] of having) {
    const surprise = Math.max(0, Math.log(programs.length / 2 / many));
    const length = Math.min(1, statement.split(" ").length / FULL_LENGTH);
    weights.set(statement, released.has(statement) ? 0 : surprise * length);
  }
  const weightOf = (statements: Iterable<string>): number => {
    let sum = 0;
    for (const statement of statements) sum += weights.get(statement)!;
    return sum;
  };
  const own = programs.map(weightOf);
  return (left, right) => {
    const less = Math.min(own[left], own[right]);
    if (less < LEAST) return 0;
    const both = weightOf([...programs[left]].filter((each) => programs[right].has(each)));
    return both < LEAST ? 0 : both / less;
  };
}
