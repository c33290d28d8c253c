interface Thing extends Part { clone(): Thing; readonly ok: boolean }
interface Part { readonly used: boolean; text(): Promise<string> }
declare var Thing: {
  prototype: Thing;
  new (body?: string | null, init?: ThingInit): Thing;
  error(): Thing;
  readonly MAX: 1;
};
interface ThingInit { status?: number }
interface NotConstructible { readonly x: number; run(): void }
declare var NotConstructible: { prototype: NotConstructible };
interface Static { floor(x: number): number; readonly PI: number }
declare var Static: Static;
interface CallableConstructor { new (value?: any): Callable; (value?: any): string; readonly prototype: Callable; parse(text: string): number }
interface Callable { get(): string }
declare var Callable: CallableConstructor;
declare var instance: Thing;
declare function helper(thing: Thing): typeof Thing;
