export declare function implemented(x: string): void { }
export declare const value: number = 1;
export interface Fine { a: string }
