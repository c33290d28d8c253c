declare namespace Outer {
  interface Shared { run(): void }
  namespace Inner { interface Deep extends Shared { x: number } function make(): Deep; const value: Outer.Shared }
  import Alias = Inner.Deep;
  function use(alias: Alias): void;
}
declare namespace Outer.Dotted { type Name = string }
declare namespace Outer { interface Shared { stop(): void } }
declare function outside(deep: Outer.Inner.Deep): Outer.Dotted.Name;
