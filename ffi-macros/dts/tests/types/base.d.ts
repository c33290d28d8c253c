export interface Base {
  timeout?: number;
}
