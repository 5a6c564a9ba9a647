/** The value that the part `q` (0 to 1) of the values does not exceed; 0 of none. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * q) - 1)] ?? 0;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** To two digits, as tables show it. */
export function round(n: number): number {
  return Math.round(n * 100) / 100;
}
