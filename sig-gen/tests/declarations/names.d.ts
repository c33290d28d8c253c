export declare function from(from: string, options?: { from?: string; class?: string; "content-type"?: string; "2d"?: number; self?: string }): void;
export interface Keywords { None: string; import(): void; lambda?: number; match: string; __private: string; __proto__: object; $el: string; _el: string }
export declare function self(self: string, self_: number): void;
export declare const await: number;

// Type parameters whose names Python does not take.
declare function convert<from extends unknown[], $T, None>(params: from, other: $T, last: None): from;
declare class Keyed<class_, in_> {
  a: class_;
  b: in_;
}
