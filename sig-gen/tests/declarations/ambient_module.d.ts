declare module "widget" {
  export interface Options { size?: number }
  export function create(options?: Options): Widget;
  class Widget { show(): void }
}
