/** A lifecycle as bars and moments in their order: what the text and the SVG draw. Nothing is escaped yet. */

/** An operation of the runtime, or a process that reported (a hook, the program). */
export type Bar = {
  of: 'operation' | 'process';
  /** `create`, `poststart-0`; may hold bytes of the tested side */
  title: string;
  /** path of the program's file in the case, null for operations */
  program: string | null;
  /** in the runtime namespace, null if nobody told it */
  pid: number | null;
  /** places in `moments`; `to` is the last place where no end was seen */
  from: number;
  to: number;
  /** false: no end was seen */
  ended: boolean;
};

export type Moment = {
  /** ms since the first event */
  atMs: number;
  /** place in `bars`, null for a step that is no operation (wait, observe, write, remove) */
  bar: number | null;
  edge: 'begin' | 'end' | 'point';
  /** what happened: `create`, `ok`, `signal 15` */
  text: string;
  /** titles of what is forbidden here */
  marks: string[];
};

/** `clock`: what told when programs started; `left`: events that did not fit. */
export type Timeline = {
  runtime: string;
  clock: 'arrival' | 'tracefs';
  bars: Bar[];
  moments: Moment[];
  left: number;
};

/** What is forbidden: `path` as in `Verdict`, and a sentence for people. */
export type Mark = { path: string; title: string };
