/** Bugs of namespaces that are joined, made and mapped, and of network devices that go into them. */
import { ROOTFS } from '../../../../src/contract/case.ts';
import type { OciConfig } from '../../../../src/contract/config/index.ts';
import type { Observation } from '../../../../src/contract/observation.ts';
import { aCase, config, recordIn } from '../fixture.ts';
import type { Bug } from './plant.ts';

const HELD = '/run/ocifuzz/src/held';

const NEW = [
  ['pid', 'pid'],
  ['network', 'net'],
  ['mount', 'mnt'],
  ['ipc', 'ipc'],
  ['uts', 'uts'],
  ['user', 'user'],
  ['cgroup', 'cgroup'],
  ['time', 'time'],
] as const;

const supported: Bug[] = NEW.map(([type, kind]) => ({
  name: `${type} namespace that is not made`,
  case: () => {
    const own = config();
    const namespaces = own.linux?.namespaces ?? [];
    if (!namespaces.some((n) => n.type === type)) namespaces.push({ type });
    return aCase({ config: own });
  },
  setup: (o) => Object.assign(recordIn(o).ns, { [kind]: '299' }),
  plant: (o) => Object.assign(recordIn(o).ns, { [kind]: o.before.namespaces[kind] }),
  found: [`linux.ns.supported.${type}`, `program.ns[${kind}]`, 'listed-inherited'],
}));

/** A case with one more entry by path, whose namespace is inode 777. */
const joined = (name: string, seen: string, token: string): Bug => ({
  name,
  case: () => {
    const own = config();
    const namespaces = (own.linux?.namespaces ?? []).filter((n) => n.type !== 'uts');
    Object.assign(own.linux ?? {}, { namespaces: [...namespaces, { type: 'uts', path: HELD }] });
    const c = aCase({ config: own });
    return { ...c, files: [...c.files, { type: 'namespace', path: HELD, kind: 'uts' }] };
  },
  setup: (o) => {
    Object.assign(o.before.namespaces, { [HELD]: '777' });
    Object.assign(recordIn(o).ns, { uts: '777' });
  },
  plant: (o) => Object.assign(recordIn(o).ns, { uts: seen }),
  found: ['linux.ns.path.join', 'program.ns[uts]', token],
});

const userns: Bug[] = [
  {
    name: 'rootfs given away',
    case: () => {
      const own = config();
      own.linux?.namespaces?.push({ type: 'user' });
      return aCase({ config: own });
    },
    setup: (o) => Object.assign(recordIn(o).ns, { user: '205' }),
    plant: (o) => Object.assign(o.after.files.find((f) => f.path === `${ROOTFS}/etc`) ?? {}, { uid: 100000 }),
    found: ['linux.userns.mapping.ownership', 'files[rootfs]', 'owner'],
  },
];

const ADDRESS = '        |-- 10.91.0.2\n           /24 host LOCAL\n';
const ADDRESS6 = 'fd910000000000000000000000000002 03 40 00 80 NAME\n';

/** What the program saw of the network, and after the end what is left outside. */
type Seen = {
  names?: string;
  flags?: string;
  mtu?: string;
  address?: string;
  inet?: string;
  inet6?: string;
  left?: string[];
};

const show = (o: Observation, name: string, s: Seen): void => {
  const r = recordIn(o);
  r.results = r.results.filter((x) => !x.ask.startsWith('net:'));
  for (const [ask, text] of [
    ['net:list:/', s.names ?? `lo\n${name}\n`],
    [`net:read:${name}/flags`, s.flags ?? '0x1003\n'],
    [`net:read:${name}/mtu`, s.mtu ?? '1400\n'],
    [`net:read:${name}/address`, s.address ?? '02:00:5e:10:00:01\n'],
    ['net:addresses:inet', s.inet ?? ADDRESS],
    ['net:addresses:inet6', (s.inet6 ?? ADDRESS6).replace('NAME', name)],
  ] as const)
    r.results.push({ ask, ret: 0, errno: 0, text });
  o.before.interfaces = ['lo', 'oci0', 'peer0'];
  o.after.interfaces = s.left ?? ['lo'];
};

function device(
  title: string,
  name: string | undefined,
  inside: string,
  wrong: Seen,
  found: Bug['found'],
): Bug {
  return {
    name: title,
    case: () => {
      const own: OciConfig = config();
      own.ociVersion = '1.3.0';
      Object.assign(own.linux ?? {}, { netDevices: { oci0: name === undefined ? {} : { name } } });
      const addresses = ['10.91.0.2/24', 'fd91::2/64'];
      const oci0 = { name: 'oci0', mtu: 1400, mac: '02:00:5e:10:00:01', addresses };
      return aCase({ config: own, host: { interfaces: [oci0] } });
    },
    setup: (o) => show(o, inside, {}),
    plant: (o) => show(o, inside, wrong),
    found,
  };
}

const AT = 'program.netDevices';
const devices: Bug[] = [
  device('interface left out', undefined, 'oci0', { names: 'lo\n' }, [
    'linux.netdev.available',
    `${AT}.name`,
    'missing',
  ]),
  device('interface under another name', undefined, 'oci0', { names: 'lo\neth0\n' }, [
    'linux.netdev.name.default',
    `${AT}.name`,
    'missing',
  ]),
  device('interface without its new name', 'eth0', 'eth0', { names: 'lo\noci0\n' }, [
    'linux.netdev.name.rename',
    `${AT}.name`,
    'not-renamed',
  ]),
  device('template taken for a name', 'net%d', 'net0', { names: 'lo\nnet%d\n' }, [
    'linux.netdev.name.template',
    `${AT}.name`,
    'missing',
  ]),
  device('interface down', undefined, 'oci0', { flags: '0x1002\n' }, ['linux.netdev.up', `${AT}.up`, 'down']),
  device('MTU lost', undefined, 'oci0', { mtu: '1500\n' }, [
    'linux.netdev.attributes',
    `${AT}.mtu`,
    'changed',
  ]),
  device('hardware address lost', undefined, 'oci0', { address: '02:00:00:00:00:00\n' }, [
    'linux.netdev.attributes',
    `${AT}.address`,
    'changed',
  ]),
  device('IPv4 address lost', undefined, 'oci0', { inet: '' }, [
    'linux.netdev.addresses',
    `${AT}.inet`,
    'lost',
  ]),
  device('IPv6 address lost', 'net%d', 'net0', { inet6: '' }, [
    'linux.netdev.addresses',
    `${AT}.inet6`,
    'lost',
  ]),
  device('interface moved back', undefined, 'oci0', { left: ['lo', 'oci0'] }, [
    'linux.netdev.no-return',
    'after.interfaces',
    'returned',
  ]),
];

export const NAMESPACES: Bug[] = [
  ...supported,
  joined('namespace of a path not joined', '299', 'not-joined'),
  joined("runtime's namespace instead of the path's", '104', 'inherited'),
  ...userns,
  ...devices,
];
