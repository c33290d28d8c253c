export interface Point { x: number; y: number }
/** Named. */
export interface Named extends Point { /** What it is called. */ readonly name?: string; from: string; "max-age"?: number }
export type Literal = { a: string; b?: number };
export type Both = Point & { z: number };
export type Generic<T> = { value: T; next?: Generic<T> };
export type Picked = Pick<Named, "name" | "x">;
export interface Dictionary { [key: string]: number }
export interface Extended extends Literal { c: boolean }
export interface OnlyGetters { get a(): string; set a(value: string); get b(): number }
export interface Mixin { readonly shared: string }
export declare class UsesMixin { run(): void }
export interface UsesMixin extends Mixin {}
export declare function take(both: Both, named: Named): Dictionary;

// A record without a name has the type parameters in the order in which it mentions them, so one with a default may come first.
interface Paired<First, Second = string> {
  pair: { second: Second; first: First };
}
