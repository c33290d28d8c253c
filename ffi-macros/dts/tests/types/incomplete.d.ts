import { Missing } from "./mising";
export declare function take(value: Missing): void;
