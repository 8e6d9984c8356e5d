/** Points without a tail of digits. */
export function showPoints(points: number): string {
  return String(Math.round(points * 100) / 100);
}
