/** Calls the program as a shell would, and gives back what it printed and its exit code. */
import type { ExitCode } from '../../../src/cli/exit-codes.ts';
import { program } from '../../../src/cli/program.ts';

export async function call(...argv: string[]): Promise<{ code: ExitCode; text: string }> {
  let text = '';
  const stdout = { write: (t: string) => (text += t) };
  const signal = new AbortController().signal;
  const io = { argv, stdout, stderr: { write: () => true }, env: {}, signal, onNotice: () => {} };
  const code = await program(io);
  return { code, text };
}
