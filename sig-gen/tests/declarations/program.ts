/** Adds. */
export function add(a: number, b = 2): number { return a + b; }
export const arrow = (x: string): number => x.length;
export class Counter {
  count = 0;
  readonly step: number = 1;
  constructor(private readonly start: number, public label?: string) {}
  increase(by = 1) { this.count += by; return this.count; }
  static zero(): Counter { return new Counter(0); }
}
const hidden = 1;
export type { Options } from "./program_types";
