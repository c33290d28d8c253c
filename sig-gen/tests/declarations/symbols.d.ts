declare const tag: unique symbol;
declare const key: "computed";
export interface Collection<T> extends Iterable<T> {
  [Symbol.iterator](): IterableIterator<T>;
  [Symbol.dispose](): void;
  readonly [Symbol.toStringTag]: string;
  [tag]: number;
  [key]: string;
  [0]: boolean;
  "quoted name": number;
  readonly [index: number]: T;
  [key: `data-${string}`]: string;
}
