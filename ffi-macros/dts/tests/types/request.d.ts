import { Base } from "./base";

/** How a request is made. */
export interface RequestInit extends Base {
  /** The verb. */
  method?: "GET" | "POST";
  body?: string | Uint8Array | null;
  headers: Record<string, string>;
}

/** A request; see [Headers]. */
export declare class Request {
  constructor(url: string, init?: RequestInit);
  readonly url: string;
  timeout: number | undefined;
  text(): Promise<string>;
  tags(): IterableIterator<string>;
  on(event: "data", listener: (chunk: Uint8Array) => void): this;
  on(event: "end", listener: () => void): this;
  static readonly LIMIT: 10;
}

export declare class Response {
  readonly request: Request | null;
}

/** Fetches. */
export declare function fetch(request: Request | string, init?: RequestInit): Promise<Response>;
