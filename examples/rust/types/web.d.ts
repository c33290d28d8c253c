// The part of the Web's declarations that the examples bind. All of them come with the npm package `typescript`, as `lib:dom`.

type HeadersInit = [string, string][] | Record<string, string> | Headers;

interface RequestInit {
  /** The verb. */
  method?: string;
  /** What is sent. */
  body?: string | Uint8Array | null;
  headers?: HeadersInit;
}

declare class Headers {
  constructor(init?: HeadersInit);
  append(name: string, value: string): void;
  get(name: string): string | null;
}

declare class Response {
  constructor(body?: string | Uint8Array | null);
  readonly status: number;
  readonly ok: boolean;
  readonly headers: Headers;
  json(): Promise<any>;
  text(): Promise<string>;
}

/** Fetches over HTTP. */
declare function fetch(input: string, init?: RequestInit): Promise<Response>;
