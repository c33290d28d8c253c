export interface Broken {
  a: ;
}
export interface Fine { b: string }
