declare class Source {
    static open(path: string): number;
    read(size: number): string;
    find(name: string): string;
    find(index: number): number;
}
declare class Sink extends Source {
    static open(path: number): string;
    read(size: number): number;
}
declare function either(value: "a"): string;
declare function either(value: string): number;
