interface Base { inherited?: string }
interface Options extends Base { method?: string; required: number; callback?: (value: number) => void; later?(): void }
interface Options { merged?: boolean | null }
declare class Instance { x: number }
interface WithMethod { run(): void; x?: number }
interface Indexed { [key: string]: any; x?: number }
interface Empty {}

/** The last options parameter becomes keywords. */
export function plain(url: string, options?: Options): void;
export function nullable(options?: Options | null): void;
export function mixed(options?: boolean | Options): void;
export function twice(first: { a: number }, second: { b?: string }): void;
export function before(options: { a?: number }, callback: (error: Error | null) => void): void;
export function partial(options?: Partial<Options>): void;
export function picked(options: Pick<Options, "method" | "required">): void;
export function omitted(options: Omit<Options, "method">): void;
export function readonly(options: Readonly<Required<Base>>): void;
export function intersected(options: Base & { more: string }): void;
export function either(options: { kind: "a"; a: number } | { kind: "b"; b?: string }): void;
export function constrained<T extends Base>(options: T): T;
export function instance(value: Instance): void;
export function method(value: WithMethod): void;
export function indexed(value: Indexed): void;
export function empty(value: Empty): void;
export function literal(value: {}): void;
export function rest(...options: Base[]): void;
export function same(method: string, options: Options): void;
export function ambient(options?: Ambient): AmbientAlias;
