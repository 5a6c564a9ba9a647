/** What a command gets from the process that it runs in; tests give their own. */
export type Output = { write(text: string): unknown; isTTY?: boolean; columns?: number };

export type Io = {
  /** arguments, without node and script */
  argv: readonly string[];
  stdout: Output;
  stderr: Output;
  env: Readonly<Record<string, string | undefined>>;
  /** aborted by the first SIGINT or SIGTERM, and when nobody reads stdout any more */
  signal: AbortSignal;
  /** takes over what the program says on a signal, for who owns the screen; null: it goes to stderr again */
  onNotice(show: ((text: string) => void) | null): void;
};
