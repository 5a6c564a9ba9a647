import { describe, expect, it } from 'vitest';
import { ASKS, type AskName, ask, parseAsk } from '../../../src/contract/asks.ts';

describe('ask ids', () => {
  it.each(Object.keys(ASKS) as AskName[])('%s survives the round trip, colons in the target too', (name) => {
    const made = ask(name, 'c:1:3/a:b', ['/x']);
    expect(parseAsk(made.id)).toEqual({ name, target: 'c:1:3/a:b' });
    expect(made.kind).toBe(ASKS[name]);
    expect(made.args).toEqual(['/x']);
  });

  it('has the target as its only argument by default', () => {
    expect(ask('masked:read', '/proc/kcore').args).toEqual(['/proc/kcore']);
  });

  it.each(['', 'root', 'root:write', 'nosuch:write:/', 'toString:x:/'])('%j is no id of ours', (id) => {
    expect(parseAsk(id)).toBeNull();
  });
});
