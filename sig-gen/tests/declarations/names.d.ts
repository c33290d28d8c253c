export declare function from(from: string, options?: { from?: string; class?: string; "content-type"?: string; "2d"?: number; self?: string }): void;
export interface Keywords { None: string; import(): void; lambda?: number; match: string; __private: string; __proto__: object; $el: string; _el: string }
export declare function self(self: string, self_: number): void;
export declare const await: number;
