/** A shape. */
export declare abstract class Shape {
  /** Its name. */
  readonly name: string;
  protected hidden: number;
  private secret;
  #own: string;
  static count: number;
  static create(kind: string): Shape;
  abstract area(): number;
  get width(): number;
  set width(value: number | string);
  get height(): number;
  set only(value: string);
  optional?(): void;
  constructor(name: string);
}
export declare class Circle extends Shape {
  radius: number;
  area(): number;
  chain(): this;
}
export declare class Square extends Circle {
  constructor(side: number, options?: { color?: string });
  [index: number]: string;
}
export declare class Private { private constructor(); static get(): Private }
export declare class Box<T = string, U extends Shape = Circle> { value: T; map<V>(change: (value: T) => V): Box<V, U> }
export class Errors extends Error { code: number }
declare const Mixed: { new (a: string): Circle; };
export class FromValue extends Mixed {}
