export default class Default { x: number }
export declare function helper(x: number): string;
export interface Exported { run(): void }
interface NotExported { y: string }
export declare function gives(): NotExported;
