/** Colours, off where nobody sees them. */
import pc from 'picocolors';

export type Style = Record<'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan', (text: string) => string>;

type Env = Readonly<Record<string, string | undefined>>;

/** NO_COLOR and FORCE_COLOR decide, then whether the stream is a terminal. */
export function styleFor({ NO_COLOR, FORCE_COLOR }: Env, isTTY: boolean): Style {
  const wanted = NO_COLOR ? false : FORCE_COLOR ? FORCE_COLOR !== '0' : isTTY;
  return pc.createColors(wanted);
}
