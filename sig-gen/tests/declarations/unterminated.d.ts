export interface Open { a: string;
