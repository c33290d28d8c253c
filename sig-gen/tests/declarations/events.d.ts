interface Event { readonly type: string }
interface MouseEvent extends Event { x: number; stop(): void }
interface Event { stop(): void }
interface BaseMap { load: Event }
interface ButtonMap extends BaseMap { click: MouseEvent }
interface Listener { (event: Event): void }
interface ListenerObject { handle(event: Event): void }
interface ListenOptions { once?: boolean }
export interface Target {
  on<K extends keyof BaseMap>(type: K, listener: (this: Target, event: BaseMap[K]) => any, options?: boolean | ListenOptions): void;
  on(type: string, listener: Listener | ListenerObject, options?: boolean | ListenOptions): void;
}
export interface Same extends Target {
  on<K extends keyof BaseMap>(type: K, listener: (this: Same, event: BaseMap[K]) => any, options?: boolean | ListenOptions): void;
  on(type: string, listener: Listener | ListenerObject, options?: boolean | ListenOptions): void;
}
export interface Button extends Target {
  /** Once for each key. */
  on<K extends keyof ButtonMap>(type: K, listener: (this: Button, event: ButtonMap[K]) => any, options?: boolean | ListenOptions): void;
  on(type: string, listener: Listener | ListenerObject, options?: boolean | ListenOptions): void;
}
export declare function create<K extends keyof ButtonMap, T = string>(tag: K, extra: T): ButtonMap[K];
