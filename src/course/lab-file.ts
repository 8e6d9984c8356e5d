/** What the notebook of a lab is called: "lab-01.ipynb", so that two that are open can be told apart. */
export function labFile(lab: string): string {
  return `lab-${lab.slice(0, 2)}.ipynb`;
}

/** What it is called too, as long as there is no other: the name that all labs had until November 2026. */
export const EARLIER_LAB_FILE = "lab.ipynb";

/** Whether it is called as some lab's notebook is. */
export function isLabFile(name: string): boolean {
  return name === EARLIER_LAB_FILE || /^lab-\d\d\.ipynb$/.test(name);
}
