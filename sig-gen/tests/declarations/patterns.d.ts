interface Instance {
    abs(x: number): number;
    abs(x: string): string;
    pi: number;
    nested: { deep: boolean };
    pair: [number, (x: string) => void];
}
declare const instance: Instance;
export declare const { abs, pi: PI, nested: { deep }, pair: [first, second], ...others }: Instance;
export const { pi } = instance;
export const [, third = 1]: [number, number];
export const itself = itself;
