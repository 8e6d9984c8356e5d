// Numbers as the evidence tells them.

/** With two digits. */
export function number(value: number): string {
  return String(Number(value.toPrecision(2)));
}

/** A share as a percentage. */
export function percent(shareOfOne: number): string {
  return `${Math.round(100 * shareOfOne)} %`;
}

/** Decades above 0, as in "120 times". */
export function times(decades: number): string {
  return `${number(10 ** decades)} times`;
}

/** Decades below 0, as in "a 2,300th". */
export function share(decades: number): string {
  const parts = Number((10 ** -decades).toPrecision(2));
  return `1/${parts.toLocaleString("en")}`;
}
