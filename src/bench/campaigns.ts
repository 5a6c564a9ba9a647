/** The table of campaigns: `npm run campaign:NAME`. A new one is an entry here and a line in package.json. */

/** What a campaign has to find; `signature` is that of the finding (src/triage/signature.ts). */
export type Expected = { what: string; signature: RegExp };

export type CampaignPlan = {
  /** which releases of scripts/install-runtimes.sh take part */
  releases: Record<string, ('oldest' | 'newest')[]>;
  /** options of each `ocifuzz run`, one after the other */
  runs: string[][];
  expected: Expected[];
  /** true: each release runs under two labels, and nothing may differ between them */
  twice?: boolean;
  /** least number of findings */
  least?: number;
  /** hooks and steps that the case of each finding may have at most */
  most: { hooks: number; steps: number };
  /** minutes within which each run must have ended, with nothing of it left on the host, and the host as it was */
  endsWithin?: number;
  /** a command of ocifuzz that says more of the runs; it is given their directories last */
  after?: string[];
};

export const CAMPAIGNS: Record<string, CampaignPlan> = {
  hooks: {
    releases: { runc: ['oldest', 'newest'], crun: ['oldest', 'newest'], runsc: ['newest'] },
    // with a number of cases the run starts without the corpus: all of this has to come out by itself
    runs: [['--areas', 'hooks,lifecycle', '--max-time', '10m', '--max-cases', '1000000']],
    expected: [
      {
        what: 'runc runs poststart hooks in create',
        signature: / hooks\.poststart\.phase in-create .*\brunc\b/,
      },
      {
        what: 'crun runs poststart hooks before startContainer hooks and the program',
        signature: / hooks\.poststart\.phase before-program .*\bcrun\b/,
      },
      {
        what: "runc's start returns before its startContainer hooks have run",
        signature: / hooks\.startContainer\.phase outlives-start .*\brunc\b/,
      },
      {
        what: 'crun says created while it creates',
        signature: / hooks\.(prestart|createRuntime|createContainer)\.stdin\.status created .*\bcrun\b/,
      },
      {
        what: 'crun has a status starting',
        signature: / hooks\.startContainer\.stdin\.status starting .*\bcrun\b/,
      },
      { what: 'crun gives pid 0 to hooks inside', signature: / hooks\.\w+\.stdin\.pid zero .*\bcrun\b/ },
      {
        what: 'crun gives bundle / to hooks inside',
        signature: / hooks\.\w+\.stdin\.bundle root .*\bcrun\b/,
      },
      {
        what: 'crun skips poststop hooks when create failed',
        signature: / hooks\.poststop\.count not-run-after-failed-create .*\bcrun\b/,
      },
      {
        what: 'start succeeds though a startContainer hook failed',
        signature: /^lifecycle\.07\.startContainer-failure steps\.start\[created\] /,
      },
      {
        what: 'poststart hooks run though a startContainer hook failed',
        signature: / hooks\.poststart\.count after-failed-startContainer /,
      },
      {
        what: 'runsc hands on a relative bundle',
        signature: / (state|hooks\.runtime\.stdin)\.bundle relative .*\brunsc\b/,
      },
      {
        what: 'runsc ignores createContainer hooks',
        signature: / hooks\.createContainer\.count (not-run|.*runsc=none) .*\brunsc\b/,
      },
      {
        what: 'runsc ignores startContainer hooks',
        signature: / hooks\.startContainer\.count (not-run|.*runsc=none) .*\brunsc\b/,
      },
    ],
    most: { hooks: 2, steps: 5 },
  },
  /** ten minutes for each runtime; each case runs on all of them, so that what only one does stands out */
  faults: {
    releases: { runc: ['newest'], crun: ['newest'], runsc: ['newest'] },
    runs: [
      [
        ...['--faults', '--profile', 'valid', '--areas', 'hooks,process,cgroups'],
        // a runtime that waits ten seconds for a frozen container may do so
        ...['--step-timeout', '15s', '--max-time', '30m', '--max-cases', '1000000'],
      ],
    ],
    expected: [
      {
        what: 'runc leaves cgroups behind when it is killed in create',
        signature: /^faults\.left fault\.create\[kill\S* \S*cgroups\S* .*\brunc\b/,
      },
      {
        what: 'crun leaves cgroups behind when it is killed in create',
        signature: /^faults\.left fault\.create\[kill\S* \S*cgroups\S* .*\bcrun\b/,
      },
    ],
    most: { hooks: 3, steps: 5 },
    endsWithin: 35,
  },
  /**
   * Every rule that this machine can show ought to be exercised; the table at the end names the others. All time goes
   * to cases: small findings are the matter of other campaigns.
   */
  spec: {
    releases: { runc: ['newest'], crun: ['newest'], runsc: ['newest'] },
    runs: [
      // what only cgroup v2 has
      [
        ...['--cgroup', 'v2', '--areas', 'cgroups,userns', '--profile', 'all'],
        ...['--max-time', '2m', '--max-cases', '10000000', '--no-shrink'],
      ],
      ['--profile', 'all', '--max-time', '27m', '--max-cases', '10000000', '--no-shrink'],
    ],
    expected: [],
    most: { hooks: Number.POSITIVE_INFINITY, steps: Number.POSITIVE_INFINITY },
    after: ['spec', '--run'],
  },
  /** what test/e2e/report.test.ts looks at in a browser */
  report: {
    releases: { runc: ['newest'], crun: ['newest'], runsc: ['newest'] },
    runs: [['--max-time', '10m']],
    expected: [],
    least: 20,
    most: { hooks: Number.POSITIVE_INFINITY, steps: Number.POSITIVE_INFINITY },
  },
  triage: {
    releases: { runc: ['oldest', 'newest'], crun: ['oldest', 'newest'] },
    runs: [['--max-time', '30m']],
    expected: [],
    least: 60,
    most: { hooks: 2, steps: 5 },
  },
  aa: {
    releases: { crun: ['newest'] },
    runs: [['--profile', 'all', '--max-time', '12h', '--max-cases', '10000', '--no-shrink']],
    expected: [],
    twice: true,
    most: { hooks: 2, steps: 5 },
  },
};
