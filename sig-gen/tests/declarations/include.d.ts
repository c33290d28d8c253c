export interface Needs extends NeededBase { value: NeededType; run(options?: NeededOptions): NeededResult }
export interface NeededBase { base(): NeededBase }
export type NeededType = "a" | NeededClass;
export class NeededClass { x: Space.Inside }
export interface NeededOptions extends NeededMore { a?: string }
export interface NeededMore { b?: NeededDeep }
export interface NeededDeep { c: string }
export class NeededResult {}
export interface NotNeeded { value: NotNeededEither }
export interface NotNeededEither { x(): void }
export namespace Space { interface Inside { y(): void } interface Other { z(): void } }
