/** A shop, with one of each thing that a declaration may have. */

export interface Item {
  name: string;
  price: number;
  tags?: string[];
}

export interface ShopOptions {
  title: string;
  open?: boolean;
  limit?: number | null;
  onSale?: (item: Item, count: number) => boolean;
}

export declare class Cart {
  static readonly LIMIT: 100;
  static opened: number;
  static of(...items: Item[]): Cart;
  readonly total: number;
  owner: string | null;
  add(item: Item): this;
  keep<T>(value: T): T;
  each(visit: (item: Item, index: number) => boolean | undefined): number;
  first(): Item | undefined;
  find(name: string): Item | null;
  seek(name: string): Item | null | undefined;
  prices(): Map<string, number>;
  names(): Set<string>;
  range(): [low: number, high: number];
  weights(): Float32Array;
  code(): bigint;
  since: Date;
  [Symbol.iterator](): IterableIterator<Item>;
  stream(): AsyncIterableIterator<Item>;
  pay(amount: number): Promise<Receipt>;
  on(event: "add", listener: (item: Item) => void): this;
  on(event: "paid", listener: (receipt: Receipt) => void): this;
  on(event: string, listener: (...values: any[]) => void): this;
  emit(event: string, value: unknown): void;
}

export declare class Receipt {
  private constructor();
  readonly amount: number;
  readonly method: Method;
}

export type Method = "cash" | "bank-card";
export declare enum Floor { Ground = 0, First = 1, Top = 1 }

export declare class Box<T> {
  constructor(value: T);
  value: T;
  map<S>(change: (value: T) => S): Box<S>;
}

export interface Priced { readonly price: number; discount(by: number): number }
export declare function offer(item: Item): Receipt & Priced & { note: string };

export declare namespace storage {
  class Shelf { constructor(floor: Floor); readonly floor: Floor; [key: string]: any }
  function shelves(): Shelf[];
  const height: number;
  namespace deep { function down(levels: number): string }
}

export declare function open(options: ShopOptions): Promise<string>;
export declare function label(value: string | number | Item | Item[], method?: Method): string;
export declare function create(kind: "cart"): Cart;
export declare function create(kind: "box", value: string): Box<string>;
export declare function fail(kind: "range" | "type"): never;
