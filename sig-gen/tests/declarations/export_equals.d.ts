declare function library(options?: library.Options): library.Instance;
declare namespace library { interface Options { debug?: boolean } interface Instance { stop(): void } const version: string }
export = library;
