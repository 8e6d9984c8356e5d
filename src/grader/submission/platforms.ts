/**
 * How learning platforms name what they give out, a student's name in front of the file's:
 *
 *     Moodle   Alice Smith_123456_assignsubmission_file_lab-01.ipynb, or a folder called so without the file
 *     Canvas   smithalice_LATE_1234_5678_lab-01-1.ipynb: of the two numbers the first is the student's
 */
import { cutName, MOST_NAME_BYTES } from "../../course/names";
import { safeName } from "./names";

/** Whose file it is. */
export interface Owner {
  /** "Alice Smith_123456": the number tells two students of one name apart, and stays when they hand in again. */
  readonly name: string;
  /** The file as the student called it; "" for a folder. */
  readonly file: string;
  /** The platform says so. */
  readonly late: boolean;
  readonly back: GiveBack;
}

/** Under which names the platform takes files back, many students' at once: those that it gave itself. */
export interface GiveBack {
  readonly platform: "moodle" | "canvas";
  /** Before the name of each file; safe as part of one. */
  readonly prefix: string;
}

const MOODLE = /^(.+)_(\d{1,20})_assignsubmission_[a-z]+(?:_(.*)|\..*)?$/;
const CANVAS = /^([\p{Ll}\p{Lo}\p{N}'-]+)(_LATE)?_(\d{2,20})_(\d{2,20})_(.+)$/u;

/** @returns undefined where no platform named it */
export function ownerOf(entry: string): Owner | undefined {
  const moodle = MOODLE.exec(entry);
  if (moodle) {
    const [, student, number, file = ""] = moodle;
    const prefix = `${safeName(student)}_${number}_assignsubmission_file_`;
    const back = { platform: "moodle", prefix } as const;
    return { name: nameOf(student, number), file, late: false, back };
  }
  const canvas = CANVAS.exec(entry);
  if (!canvas) return undefined;
  const [, student, late = "", number, attachment, file] = canvas;
  const prefix = `${safeName(student)}${late}_${number}_${attachment}_`;
  const back = { platform: "canvas", prefix } as const;
  return { name: nameOf(student, number), file, late: late !== "", back };
}

/** The number is what tells two students apart: of a long name it is never cut off. */
function nameOf(student: string, number: string): string {
  const most = MOST_NAME_BYTES - number.length - 1;
  return `${cutName(student.normalize("NFC"), most)}_${number}`;
}
