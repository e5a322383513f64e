// How figures are gathered, compared and printed.

export type Figure = {
  readonly name: string;
  /** What was measured, ready to be read. */
  readonly value: string;
  /** Null where there is no goal: the figure is there to understand another. */
  readonly met: boolean | null;
  readonly goal: string;
};

/** The value below which a share of the samples lie. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** A ratio of two measurements of the same run, and whether it is within its goal (null: there is none). */
export function ratioFigure(name: string, measured: number, yardstick: number, most: number | null, unit: string): Figure {
  const ratio = measured / yardstick;
  const value = `${ratio.toFixed(2)}  (${measured.toFixed(2)} ${unit} against ${yardstick.toFixed(2)} ${unit})`;
  return { name, value, met: most === null ? null : ratio <= most, goal: `at most ${most}` };
}

/** The same for what should be much: the ratio must not be below `least` (null: there is no goal). */
export function atLeastFigure(name: string, measured: number, yardstick: number, least: number | null, unit: string): Figure {
  const ratio = measured / yardstick;
  const value = `${ratio.toFixed(2)}  (${measured.toFixed(0)} against ${yardstick.toFixed(0)} ${unit})`;
  return { name, value, met: least === null ? null : ratio >= least, goal: `at least ${least}` };
}

/** Prints one line for a figure. */
export function print({ name, value, met, goal }: Figure): void {
  const verdict = met === null ? '' : met ? `  met (${goal})` : `  MISSED (${goal})`;
  process.stdout.write(`${name.padEnd(58)} ${value}${verdict}\n`);
}
