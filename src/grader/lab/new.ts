/** `clinic lab new`: begin a lab. */
import fs from "node:fs";
import path from "node:path";
import { ROOT } from "../../course/paths";
import { writeWhole } from "../../files";
import { LAB_NAME, labPlace, listLabs } from "./places";
import { skeleton } from "./skeleton";

/**
 * Write a lab's first files into `solutions/NN-name`.
 * @returns the files
 * @throws RangeError a name that is not allowed, or a number that another lab has
 */
export function newLab(name: string, root = ROOT): string[] {
  if (!LAB_NAME.test(name)) {
    throw new RangeError(
      `"${name}" can not be a lab's name; wanted two digits, a hyphen and lower-case words, as in 04-instability`,
    );
  }
  const place = labPlace(name, root);
  const other = listLabs(root).find((lab) => lab.name.slice(0, 2) === name.slice(0, 2));
  if (other) {
    throw new RangeError(`The lab ${other.name} has that number already. Take another`);
  }
  if (fs.existsSync(place.solutions) || fs.existsSync(place.labs)) {
    const found = fs.existsSync(place.solutions) ? place.solutions : place.labs;
    throw new RangeError(`${found} is there already. Take another name, or move it away`);
  }
  const files: string[] = [];
  for (const [file, text] of skeleton(name)) {
    const full = path.join(place.solutions, file);
    fs.mkdirSync(path.dirname(full), { recursive: true });
    writeWhole(full, text);
    files.push(full);
  }
  return files;
}
