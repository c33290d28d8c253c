/** Every kind of part that can degrade, one of each. */
export interface Reply {
    exact: string;
    missing: Missing;
    list: Map<string, Missing[]>;
    method(data: Missing, exact: number): void;
    overloaded(a: string): Missing;
    overloaded(a: number): string;
    callback(handler: (event: Missing) => void): void;
    [computed]: string;
}
declare const computed: unique symbol;

export interface SendOptions {
    retries?: number;
    agent?: Missing;
}

export declare function send(url: string, options?: SendOptions): void;
export declare function again(url: string, options?: SendOptions): void;
export declare function generic<T>(value: T extends string ? T[] : never): void;

export type Picked = SendOptions["nothing"];
export interface First { picked: Picked; }
export interface Second { picked: Picked; }
export type Element<T> = T extends (infer E)[] ? E : never;

export declare class Service extends Unknown {
    constructor(missing: Missing);
    static create(missing: Missing): Service;
    create(): Service;
    readonly inner: { deep: { missing: Missing } };
}

export declare const value: Missing;
export declare const exact: number;
export enum Level { Low, High }

export namespace inside {
    function nested(missing: Missing): void;
}
