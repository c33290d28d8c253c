/** Shapes. */
export namespace geometry {
  class Point {
    constructor(x: number, y: number);
    readonly x: number;
    round(options?: RoundOptions): Point;
  }
  interface RoundOptions { digits?: number; mode: "up" | "down" }
  function origin(): Point;
  namespace solid {
    class Cube extends Point { readonly edge: number }
    function unit(): Cube;
  }
}

export declare class Clock { tick(): Clock.Tick }
export declare namespace Clock {
  class Tick { readonly time: number }
}
