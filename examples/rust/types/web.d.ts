// The part of the Web's declarations that the examples bind. All of them come with the npm package `typescript`, as `lib:dom`.

type BodyInit = string | Uint8Array;
type HeadersInit = [string, string][] | Record<string, string> | Headers;

interface RequestInit {
  /** The verb. */
  method?: string;
  /** What is sent. */
  body?: BodyInit | null;
  headers?: HeadersInit;
}

declare class Headers {
  constructor(init?: HeadersInit);
  append(name: string, value: string): void;
  get(name: string): string | null;
}

declare class Response {
  constructor(body?: BodyInit | null);
  readonly status: number;
  readonly ok: boolean;
  readonly headers: Headers;
  json(): Promise<any>;
  text(): Promise<string>;
}

/** Fetches over HTTP. */
declare function fetch(input: string, init?: RequestInit): Promise<Response>;
