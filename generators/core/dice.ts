/** A small seeded generator for choices that are not to be shrunk (mulberry32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** 0 <= x < 1 */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(p: number): boolean {
    return this.next() < p;
  }

  /** A whole number from 0 to n, n included. */
  below(n: number): number {
    return Math.floor(this.next() * (n + 1));
  }

  one<T>(values: readonly T[]): T {
    const value = values[this.below(values.length - 1)];
    if (value === undefined) throw new RangeError('nothing to choose from');
    return value;
  }

  /** `count` different values (fewer if there are no more), each as likely as its weight says. */
  some<T extends { weight?: number }>(values: readonly T[], count: number): T[] {
    const left = [...values];
    const taken: T[] = [];
    while (taken.length < count && left.length > 0) {
      const total = left.reduce((sum, v) => sum + (v.weight ?? 1), 0);
      let at = this.next() * total;
      const i = left.findIndex((v) => {
        at -= v.weight ?? 1;
        return at < 0;
      });
      taken.push(...left.splice(i < 0 ? left.length - 1 : i, 1));
    }
    return taken;
  }
}
