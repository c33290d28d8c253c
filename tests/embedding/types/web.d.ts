// An excerpt of the Web's declarations, in their own form.

type BufferSource = ArrayBufferView | ArrayBuffer;
type XMLHttpRequestBodyInit = Blob | BufferSource | URLSearchParams | string;
type BodyInit = ReadableStream | XMLHttpRequestBodyInit;
type HeadersInit = [string, string][] | Record<string, string> | Headers;
type RequestRedirect = "error" | "follow" | "manual";
type RequestInfo = Request | string;

interface EventListenerOptions {
  capture?: boolean;
}
interface AddEventListenerOptions extends EventListenerOptions {
  once?: boolean;
}
interface EventListener {
  (evt: Event): void;
}
interface EventListenerObject {
  handleEvent(object: Event): void;
}

interface Event {
  readonly type: string;
  readonly target: EventTarget | null;
}
declare var Event: { prototype: Event; new (type: string): Event; };

interface EventTarget {
  addEventListener(type: string, callback: EventListener | null, options?: AddEventListenerOptions | boolean): void;
  dispatchEvent(event: Event): boolean;
  removeEventListener(type: string, callback: EventListener | null): void;
}
declare var EventTarget: { prototype: EventTarget; new (): EventTarget; };

interface AbortSignalEventMap {
  "abort": Event;
}
interface AbortSignal extends EventTarget {
  readonly aborted: boolean;
  readonly reason: any;
  onabort: ((this: AbortSignal, ev: Event) => any) | null;
  addEventListener<K extends keyof AbortSignalEventMap>(type: K, listener: (this: AbortSignal, ev: AbortSignalEventMap[K]) => any, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListener, options?: boolean | AddEventListenerOptions): void;
}
declare var AbortSignal: { prototype: AbortSignal; new (): AbortSignal; abort(reason?: any): AbortSignal; };

interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: any): void;
}
declare var AbortController: { prototype: AbortController; new (): AbortController; };

interface Blob {
  readonly size: number;
}
declare var Blob: { prototype: Blob; new (): Blob; };

interface Headers {
  append(name: string, value: string): void;
  get(name: string): string | null;
  [Symbol.iterator](): IterableIterator<[string, string]>;
}
declare var Headers: { prototype: Headers; new (init?: HeadersInit): Headers; };

interface URLSearchParams {
  readonly size: number;
  get(name: string): string | null;
  getAll(name: string): string[];
  forEach(callbackfn: (value: string, key: string, parent: URLSearchParams) => void): void;
}
declare var URLSearchParams: { prototype: URLSearchParams; new (init?: string | Record<string, string>): URLSearchParams; };

interface URL {
  hash: string;
  readonly searchParams: URLSearchParams;
  href: string;
  toString(): string;
}
declare var URL: { prototype: URL; new (url: string | URL, base?: string | URL): URL; canParse(url: string | URL, base?: string | URL): boolean; };

interface ReadableStreamReadDoneResult<T> { done: true; value: T | undefined; }
interface ReadableStreamReadValueResult<T> { done: false; value: T; }
type ReadableStreamReadResult<T> = ReadableStreamReadValueResult<T> | ReadableStreamReadDoneResult<T>;
interface ReadableStreamDefaultReader<R = any> {
  read(): Promise<ReadableStreamReadResult<R>>;
}
interface ReadableStream<R = any> {
  readonly locked: boolean;
  getReader(): ReadableStreamDefaultReader<R>;
  [Symbol.asyncIterator](): AsyncIterableIterator<R>;
}
declare var ReadableStream: { prototype: ReadableStream; new (): ReadableStream; };

interface RequestInit {
  method?: string;
  body?: BodyInit | null;
  headers?: HeadersInit;
  redirect?: RequestRedirect;
  signal?: AbortSignal | null;
}
interface ResponseInit {
  status?: number;
  statusText?: string;
  headers?: HeadersInit;
}

interface Body {
  readonly body: ReadableStream<Uint8Array> | null;
  json(): Promise<any>;
  text(): Promise<string>;
}
interface Request extends Body {
  readonly method: string;
  readonly redirect: RequestRedirect;
  readonly headers: Headers;
}
declare var Request: { prototype: Request; new (input: RequestInfo | URL, init?: RequestInit): Request; };
interface Response extends Body {
  readonly status: number;
  readonly headers: Headers;
}
declare var Response: { prototype: Response; new (body?: BodyInit | null, init?: ResponseInit): Response; json(data: any, init?: ResponseInit): Response; };

declare function fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
declare function setTimeout(handler: () => void, timeout?: number): number;
