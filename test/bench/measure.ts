import { startChild, type EngineColumn } from "./engines";
import type { Child, Opened } from "./protocol";
import { stepsFor } from "./statistics";
import type { Row } from "./workloads";

export interface Plan {
  readonly rounds: number;
  /** How long an engine runs before it is the next one's turn. */
  readonly sliceMs: number;
}

/** What one engine did on one workload. */
export interface Cell {
  /** Milliseconds a step, one number for each round. */
  readonly times: readonly number[];
  readonly opened?: Opened;
  readonly peakMB?: number;
  /** Why there are no times. */
  readonly error?: string;
}

export type Cells = Readonly<Partial<Record<string, Cell>>>;

/** None at all when the engine was not there or has failed. */
export function timesOf(cells: Cells | undefined, name: string): readonly number[] {
  return cells?.[name]?.times ?? [];
}

/** An engine in its turn. */
interface Player {
  readonly column: EngineColumn;
  readonly child: Child;
  readonly times: number[];
  opened?: Opened;
  steps: number;
  peakMB?: number;
  error?: string;
}

/**
 * Times one workload on several engines. They take turns, and each round starts with another one, so
 * that what else the machine does meets all of them.
 */
export async function measureRow(
  row: Row,
  columns: readonly EngineColumn[],
  plan: Plan,
  tell: (line: string) => void,
): Promise<Cells> {
  const players: Player[] = columns.map((column) => ({
    column,
    child: startChild(column),
    times: [],
    steps: 1,
  }));
  for (const player of players) {
    await attempt(player, async () => {
      tell(`${row.name}: ${player.column.title}`);
      await openPlayer(player, row, plan);
    });
  }
  expectSameSize(players);
  for (let round = 0; round < plan.rounds; round++) {
    tell(`${row.name}: round ${round + 1} of ${plan.rounds}`);
    for (let turn = 0; turn < players.length; turn++) {
      const player = players[(turn + round) % players.length];
      await attempt(player, async () => {
        player.times.push(await timed(player));
      });
    }
  }
  for (const player of players) {
    await attempt(player, async () => {
      ({ peakMB: player.peakMB } = await player.child.ask({ do: "memory" }));
    });
    await player.child.close();
  }
  return Object.fromEntries(players.map((player) => [player.column.name, cellOf(player)]));
}

/**
 * @throws Error when two engines do not run the same networks
 */
function expectSameSize(players: readonly Player[]): void {
  const sizes = new Set(players.flatMap(({ opened }) => (opened ? [opened.parameters] : [])));
  if (sizes.size <= 1) return;
  const found = players.map(({ column, opened }) => `${column.name} ${opened?.parameters ?? "–"}`);
  throw new Error(`Wanted networks of one size on every engine, found ${found.join(", ")}`);
}

/** One that has failed is out of the game; the others go on. */
async function attempt(player: Player, work: () => Promise<void>): Promise<void> {
  if (player.error !== undefined) return;
  try {
    await work();
  } catch (error) {
    player.error = (error as Error).message;
  }
}

async function openPlayer(player: Player, { kind, sizes }: Row, plan: Plan): Promise<void> {
  const { child, column } = player;
  const { mode, threads, stepsPerCall } = column;
  player.opened = await child.ask({ do: "open", kind, sizes, mode, threads, stepsPerCall });
  const together = player.opened.stepsPerCall ?? stepsPerCall;
  player.steps = together;
  await timed(player); // warm: caches, thread pools, the just-in-time compiler
  const calls = stepsFor(plan.sliceMs, (await timed(player)) * together);
  player.steps = calls * together;
}

/** Milliseconds a step, over one slice. */
async function timed({ child, steps }: Player): Promise<number> {
  return (await child.ask({ do: "run", steps })).ms / steps;
}

function cellOf({ times, opened, peakMB, error }: Player): Cell {
  return {
    times: error === undefined ? times : [],
    ...(opened && { opened }),
    ...(peakMB !== undefined && { peakMB }),
    ...(error !== undefined && { error }),
  };
}
