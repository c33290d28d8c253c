export interface Good { a: string }
export interface Bad { a: ; b: string }
export declare function fine(good: Good): void;
export declare function broken(x: ): void;
export type AlsoGood = Good | null;
export class Worse extends { }
