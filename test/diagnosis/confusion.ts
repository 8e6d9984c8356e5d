import { diagnose, type Finding } from "../../src/diagnosis/diagnose";
import { diagnosisRules } from "../../src/diagnosis/rules";
import { givenRules } from "../../src/diagnosis/rules/given";
import type { KnownRun } from "./stored";

type Label = Finding["pitfall"];

/** A run whose fault is known, and what is said first of it. */
export interface Judged extends Pick<KnownRun, "setUp" | "pitfall" | "kind" | "seed"> {
  readonly first: Finding;
}

export function judged(known: KnownRun): Judged {
  const { setUp, pitfall, kind, seed, run, masses } = known;
  const [first] = diagnose(run, masses && { masses });
  return { setUp, pitfall, kind, seed, first };
}

export function shareRight(all: readonly Judged[]): number {
  return all.filter(({ pitfall, first }) => pitfall === first.pitfall).length / all.length;
}

/** How often each is said first (columns) of runs that are broken in each way (rows). */
export function confusionText(all: readonly Judged[]): string {
  const known = [
    "healthy",
    ...[...givenRules, ...diagnosisRules].map((rule) => rule.pitfall),
  ] as const;
  const labels = known.filter((label: Label) =>
    all.some((run) => run.pitfall === label || run.first.pitfall === label),
  );
  const width = Math.max(...labels.map((label) => label.length)) + 2;
  const heads = labels.map((_, i) => String.fromCharCode(65 + i).padStart(4)).join("");
  const rows = labels.map((label, i) => {
    const counts = labels.map((said) => {
      const count = all.filter((run) => run.pitfall === label && run.first.pitfall === said).length;
      return (count === 0 ? "." : String(count)).padStart(4);
    });
    return `${String.fromCharCode(65 + i)} ${label.padEnd(width)}${counts.join("")}`;
  });
  return [`${" ".repeat(width + 2)}${heads}`, ...rows].join("\n");
}

/** The runs of which something else is said. */
export function wrongText(all: readonly Judged[]): string {
  return all
    .filter(({ pitfall, first }) => pitfall !== first.pitfall)
    .map(({ pitfall, setUp, seed, first }) => {
      const said = `${first.pitfall} (${first.confidence.toFixed(2)})`;
      return `${pitfall}, "${setUp}", seed ${seed}: ${said}`;
    })
    .join("\n");
}
