/** What the options of the commands take. */
import { InvalidArgumentError } from "commander";

export function whole(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value > 0) return value;
    throw new InvalidArgumentError(`${option} wants a whole number above 0.`);
  };
}

export function positive(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (value > 0 && Number.isFinite(value)) return value;
    throw new InvalidArgumentError(`${option} wants a number above 0.`);
  };
}

export function isoDate(text: string): string {
  if (/^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.test(text) && !isNaN(Date.parse(text)))
    return text;
  throw new InvalidArgumentError("--due wants a date such as 2026-12-01 or 2026-12-01T18:00:00Z.");
}
