import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeResponse,
  EVENT_KINDS,
  encodeLifecycle,
  encodeSetup,
  type Op,
  type Result,
  WAIT_OUTCOMES,
} from '../../../src/agent/protocol.ts';
import { decodeItems, encodeItem, type Field } from '../../../src/agent/wire.ts';

const int = fc.nat();
const bytes = fc.uint8Array({ maxLength: 50 }).map((b) => Buffer.from(b));
const text = fc.string();
const line = fc.stringMatching(/^[a-z/]{1,9}$/);
const optional = fc.option(int);
const as = <T extends string>(type: T) => fc.constant(type);

/** Any result, as the agent could send it. */
const result: fc.Arbitrary<Result> = fc.oneof(
  fc.record({ type: as('fault'), opIndex: optional, errno: int, text }),
  fc.record({
    ...{ type: as('spawned'), opIndex: int, exitCode: optional, signal: optional, timedOut: fc.boolean() },
    ...{ wallNs: int, userUs: int, sysUs: int, stdout: bytes, stderr: bytes, execErrno: int },
  }),
  fc.record({
    ...{ type: as('event'), seq: int, realtimeNs: fc.bigInt({ min: 0n, max: 2n ** 63n }) },
    ...{ monotonicNs: fc.bigInt({ min: 0n, max: 2n ** 63n }), kind: fc.constantFrom(...EVENT_KINDS) },
    ...{ pid: int, label: text, payload: bytes },
  }),
  fc.record({ type: as('value'), opIndex: int, path: text, errno: int, content: bytes }),
  fc.record({ type: as('pid'), opIndex: int, pid: int }),
  fc.record({ type: as('waited'), opIndex: int, outcome: fc.constantFrom(...WAIT_OUTCOMES), status: text }),
  fc.record({ type: as('snap'), opIndex: int, name: text, section: as('mounts'), text }),
  fc.record({ type: as('consoled'), opIndex: int, got: fc.boolean(), rows: int, cols: int }),
  fc.record({ type: as('cgroupleft'), left: fc.array(line), stuck: fc.array(line) }),
  fc.record({ type: as('childcpu'), us: int }),
  fc.record({ type: as('trace'), text }),
);

/** The agent's side of the codec. */
function encodeResult(r: Result): Buffer {
  const num = (n: number | boolean | null): string => (n === null ? '' : String(Number(n)));
  const item = (code: number, ...fields: Field[]) => encodeItem(code, fields);
  switch (r.type) {
    case 'fault':
      return item(102, num(r.opIndex), num(r.errno), r.text);
    case 'spawned': {
      const numbers = [r.opIndex, r.exitCode, r.signal, r.timedOut, r.wallNs, r.userUs, r.sysUs].map(num);
      return item(103, ...numbers, r.stdout, r.stderr, num(r.execErrno));
    }
    case 'event': {
      const numbers = [r.seq, r.realtimeNs, r.monotonicNs].map(String);
      return item(104, ...numbers, r.kind, num(r.pid), r.label, r.payload);
    }
    case 'value':
      return item(105, num(r.opIndex), r.path, num(r.errno), r.content);
    case 'pid':
      return item(106, num(r.opIndex), num(r.pid));
    case 'waited':
      return item(107, num(r.opIndex), r.outcome, r.status);
    case 'snap':
      return item(108, num(r.opIndex), r.name, r.section, r.text);
    case 'consoled':
      return item(109, ...[r.opIndex, r.got, r.rows, r.cols].map(num));
    case 'cgroupleft':
      return item(110, ...[r.left, r.stuck].map((l) => l.map((x) => `${x}\n`).join('')));
    case 'end':
      return item(111, num(r.userUs), num(r.sysUs));
    case 'childcpu':
      return item(113, num(r.us));
    case 'trace':
      return item(114, r.text);
  }
}

describe('a response', () => {
  it('is decoded to what the agent said', () => {
    fc.assert(
      fc.property(fc.array(result), int, int, (results, userUs, sysUs) => {
        const all: Result[] = [...results, { type: 'end', userUs, sysUs }];
        expect(decodeResponse(Buffer.concat(all.map(encodeResult)))).toEqual(all);
      }),
    );
  });

  it.each([
    ['no END', encodeItem(101, ['0'])],
    ['an unknown code', Buffer.concat([encodeItem(250, []), encodeItem(111, ['0', '0'])])],
    ['a number that is none', encodeItem(111, ['0x', '0'])],
    ['a field too few', encodeItem(111, ['0'])],
    ['an unknown word', Buffer.concat([encodeItem(107, ['0', 'perhaps', '']), encodeItem(111, ['0', '0'])])],
    ['half an item', encodeItem(111, ['0', '0']).subarray(0, 5)],
  ])('with %s is refused', (_, payload) => {
    expect(() => decodeResponse(payload)).toThrow(RangeError);
  });
});

describe('a request', () => {
  const owner = { path: '/a', mode: 0o4755, uid: 1, gid: 2 };
  const fields = (op: Op) =>
    decodeItems(encodeSetup([op]))[1]?.fields.map((f) => f.toString('latin1').replaceAll('\0', '|'));

  it('writes modes in octal, other numbers in decimal, lists with terminators', () => {
    expect(fields({ op: 'mkdir', ...owner })).toEqual(['/a', '4755', '1', '2']);
    expect(fields({ op: 'file', ...owner, content: Buffer.from([0, 255]) })?.[4]).toBe('|\xff');
    expect(fields({ op: 'mknod', ...owner, type: 'c', major: 1, minor: 3 })).toEqual([
      '/a',
      'c',
      '4755',
      '1',
      '2',
      '1',
      '3',
    ]);
    expect(
      fields({ op: 'mount', source: 's', target: 't', fstype: 'f', flags: ['bind', 'ro'], data: 'd' }),
    ).toEqual(['s', 't', 'f', 'bind|ro|', 'd']);
    expect(
      fields({
        ...{
          op: 'spawn',
          argv: ['a', ''],
          env: [],
          cwd: '/',
          umask: 0o22,
          rlimits: ['CORE=0:0'],
          cpus: [0, 1],
        },
        ...{ stdin: 'null', stdout: 'pipe', stderr: 'tty', fds: ['3=file:/x'], timeoutMs: 5, name: 'n' },
      }),
    ).toEqual(['a||', '', '/', '22', 'CORE=0:0|', '0|1|', 'null', 'pipe', 'tty', '3=file:/x|', '5', 'n', '']);
  });

  it('leaves empty what an interface or a namespace is not told', () => {
    const oci0 = {
      name: 'oci0',
      peer: 'p',
      mtu: 0,
      mac: '',
      addresses: ['10.0.0.1/8', 'fd91::2/64'],
      up: true,
    };
    expect(fields({ op: 'interface', ...oci0 })).toEqual([
      'oci0',
      'p',
      '',
      '',
      '10.0.0.1/8|fd91::2/64|',
      '1',
    ]);
    expect(fields({ op: 'interface', ...oci0, mtu: 1400, up: false })?.slice(2)).toEqual([
      '1400',
      '',
      '10.0.0.1/8|fd91::2/64|',
      '0',
    ]);
    expect(fields({ op: 'namespace', path: '/n', kind: 'uts', uidMap: '', gidMap: '' })).toEqual([
      '/n',
      'uts',
      '',
      '',
    ]);
  });

  it('names what a fault needs', () => {
    expect(fields({ op: 'write', path: '/p', text: '1' })).toEqual(['/p', '1']);
    expect(fields({ op: 'fill', path: '/p' })).toEqual(['/p']);
    expect(fields({ op: 'settle', timeoutMs: 5 })).toEqual(['5']);
  });

  it('starts with its kind', () => {
    expect(decodeItems(encodeSetup([]))).toEqual([{ code: 201, fields: [] }]);
    const [head, op] = decodeItems(encodeLifecycle(['ipc', 'net'], 7, [{ op: 'waitexit', timeoutMs: 1 }]));
    expect(head).toEqual({ code: 202, fields: [Buffer.from('ipc\0net\0'), Buffer.from('7')] });
    expect(op).toEqual({ code: 16, fields: [Buffer.from('1')] });
  });
});
