import { Point as P, type Named } from "./records";
import * as records from "./records.js";
import Default, { helper } from "./modules_other";
export { Point } from "./records";
export * from "./modules_other";
export * as everything from "./modules_other";
export { helper as renamed, type Default as TheDefault };
declare const local: P;
declare function internal(): Internal;
interface Internal { value: records.Both }
export { local, internal as default };
export declare function use(named: Named, internal: Internal): Default;
declare global { interface Ambient { added?: number } }
export declare function augmented(options?: Ambient): void;
import missing from "./not-there";
export declare const unresolved: missing, unknownName: Nowhere;
