/**
 * Solution regions, with nbgrader's rules: from a line with BEGIN SOLUTION to one with END SOLUTION. A region
 * becomes a stub at the marker's indentation; a cell without a region becomes the stub as a whole.
 *
 *     // BEGIN SOLUTION                      →  // YOUR CODE HERE
 *     return mean(x);                        →  throw new Error("not implemented");
 *     // END SOLUTION
 *
 *     // BEGIN SOLUTION: return tf.zeros([1])   a stub of one's own, where `throw` does not fit
 */

/** What stands in the place of a solution. The grader knows an untouched task by it. */
export const CODE_STUB = ["// YOUR CODE HERE", 'throw new Error("not implemented");'];
export const TEXT_STUB = ["YOUR ANSWER HERE"];
/** The first line of a cell that is the student's to write. */
export const OWN_CELL = "// ✎ Your code";

const BEGIN = "BEGIN SOLUTION";
const END = "END SOLUTION";

/** Where a text came from, for messages: its file, and the line there of its first line. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

interface Line {
  readonly text: string;
  /** "marker": one of the two; "inside": between them. */
  readonly part: "outside" | "marker" | "inside";
}

/** True when a line of the text is one of the two markers. */
export function hasMarkers(text: string): boolean {
  return text.includes(BEGIN) || text.includes(END);
}

/** The text as a student would hand it in: nobody writes the markers. */
export function withoutMarkers(text: string): string {
  const lines = text.split("\n");
  return lines.filter((line) => !hasMarkers(line)).join("\n");
}

/**
 * The text that a student gets.
 * @throws SyntaxError a region in a region, one never closed, or an end without a beginning
 */
export function toStub(text: string, kind: "code" | "markdown", place: Place): string {
  const standard = kind === "code" ? CODE_STUB : TEXT_STUB;
  if (!hasMarkers(text)) return standard.join("\n");
  const lines = readRegions(text, place).flatMap(({ text: line, part }) => {
    if (part === "outside") return [line];
    if (part === "inside" || !line.includes(BEGIN)) return [];
    const indent = /^\s*/.exec(line)![0];
    const own = line.slice(line.indexOf(BEGIN) + BEGIN.length).replace(/^:?\s*/, "");
    const stub = own === "" ? standard : [...standard.slice(0, -1), own];
    return stub.map((each) => indent + each);
  });
  return lines.join("\n");
}

/** The lines that a student must never see, each with its number: those in regions, or all where there is none. */
export function solutionLines(text: string, place: Place): { line: number; text: string }[] {
  const whole = !hasMarkers(text);
  return readRegions(text, place).flatMap(({ text: line, part }, index) =>
    whole || part === "inside" ? [{ line: place.line + index, text: line }] : [],
  );
}

function readRegions(text: string, { file, line: first }: Place): Line[] {
  let opened: number | undefined;
  const lines = text.split("\n").map((line, index): Line => {
    const at = first + index;
    if (line.includes(BEGIN)) {
      if (opened !== undefined) {
        throw new SyntaxError(
          `${file}, line ${at}: ${BEGIN} inside the region that line ${opened} opened. ` +
            `Close that one first, with ${END}`,
        );
      }
      opened = at;
      return { text: line, part: "marker" };
    }
    if (line.includes(END)) {
      if (opened === undefined) {
        throw new SyntaxError(`${file}, line ${at}: ${END} without a ${BEGIN} above it`);
      }
      opened = undefined;
      return { text: line, part: "marker" };
    }
    return { text: line, part: opened === undefined ? "outside" : "inside" };
  });
  if (opened !== undefined) {
    throw new SyntaxError(
      `${file}, line ${opened}: ${BEGIN} is never closed. Write ${END} below the solution, in the same cell`,
    );
  }
  return lines;
}
