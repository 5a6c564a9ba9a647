import type { Check, Checker } from './checker.ts';

/** What is left below the script's own part of the cgroup hierarchies, and below --root. */
const LEFT: Record<string, { what: string; find: string; word: RegExp }> = {
  'residue.cgroups parents': {
    what: 'whether parents of the cgroup are left',
    find: 'find /sys/fs/cgroup -type d -name "$ID" 2>/dev/null',
    word: /^parents/,
  },
  'residue.cgroups container': {
    what: 'whether the cgroup is left',
    find: 'find /sys/fs/cgroup -type d -path "*/$ID/*" 2>/dev/null',
    word: /^container/,
  },
  'residue.state container': {
    what: 'whether the state of the container is left',
    find: 'find "$STATE" -name c1',
    word: /^container/,
  },
};

export const residue: Checker = {
  name: 'residue',
  check({ path, word }): Check | null {
    const left = LEFT[`${path} ${word.split('-')[0]}`];
    if (left === undefined) return null;
    return {
      what: left.what,
      look: [`left=$(${left.find}); seen=none; [ -z "$left" ] || seen=left`],
      present: ['left'],
    };
  },
};
