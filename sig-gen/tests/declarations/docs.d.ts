/**
 * Does it.
 *
 * With more
 * text. See {@link other}.
 * @param name - What it
 *   is called.
 * @param {object} options The options.
 * @returns A thing.
 * @deprecated Use `other`.
 * @example
 * ```ts
 * // @ts-ignore stays
 * documented("x");
 * ```
 */
// eslint-disable-next-line
export declare function documented(name: string, options?: {
  /** How often. @default 3 */
  times?: number;
  /** @deprecated */
  old?: string; // not documentation /* really */
  plain?: "a/*b";
}): string;
/* not documentation */
export interface Plain {
  /** A member, matching `src/*.ts`. */
  member: string;

  /** A method. */
  method(): void; other: string;
}
/** @default "x" */
export declare const value: string;
