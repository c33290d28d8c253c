// Generic aliases that make object types of their arguments: records with names, also where they need themselves.

type DeepPartial<T> = { [K in keyof T]?: T[K] extends object ? DeepPartial<T[K]> : T[K] };

interface Axis {
  title: string;
  range: [number, number];
  parent: Layout;
}

interface Layout {
  width: number;
  x: Axis;
  y: Axis;
  legend: { shown: boolean; position: { x: number; y: number } };
}

declare class Chart {
  constructor(layout: Layout);
  readonly layout: Layout;
  resize(width: number, height: number): void;
}

declare function relayout(chart: Chart, update: DeepPartial<Layout>[]): void;
declare function axes(list: Partial<Axis>[], other: Omit<Axis, "parent">): Pick<Axis, "title" | "range">;

// With a method that is required only an instance fits.
declare function frozen(chart: Readonly<Chart>): Required<Chart>[];
// All of it may be missing: a dictionary fits as well.
declare function patch(charts: Partial<Chart>[]): void;

// The same name, other arguments; and a name that is taken.
interface PartialChart {
  own: true;
}
declare function twice(one: Pick<Axis, "title">[], other: Pick<Axis, "range">[], third: PartialChart): void;

// A type that grows at each step.
type Growing<T> = { value: T; next?: Growing<T[]> };
declare const growing: Growing<string>;

// What depends on a type parameter is written out.
declare function generic<T>(value: DeepPartial<T>, rest: Partial<T>[]): T;
