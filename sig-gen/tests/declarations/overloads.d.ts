/** First. */
export function read(path: string): string;
/** Second. */
export function read(path: string, encoding: null): Uint8Array;
export namespace read { const VERSION: string; function sync(path: string): string }
export class Reader { read(): string; read(size: number): Uint8Array }
export namespace Reader { interface Options { size?: number } type Kind = "a" | "b"; class Inner {} }
export function open(options: Reader.Options): Reader.Kind;
export interface Callable { (x: number): string; (x: string): number; readonly version: string }
export interface Newable { new (x: number): Reader }
