/** The thing. */
export default class Thing { run(): Thing }
export type Kind = Thing;
