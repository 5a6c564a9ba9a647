import { describe, expect, it } from 'vitest';
import { cgroupPlan, cgroupPoints } from '../../../src/executor/cgroups.ts';

const mount = (point: string, type: string, options: string, root = '/') =>
  `33 32 0:29 ${root} ${point} rw,nosuid shared:9 - ${type} ${type} ${options}`;
const ROOT = '27 1 254:0 / / rw,relatime - ext4 /dev/vda rw';
const text = (...lines: string[]) => `${lines.join('\n')}\n`;

const V1 = text(
  ROOT,
  mount('/sys/fs/cgroup/cpu,cpuacct', 'cgroup', 'rw,cpu,cpuacct'),
  mount('/sys/fs/cgroup/memory', 'cgroup', 'rw,memory'),
  mount('/sys/fs/cgroup/systemd', 'cgroup', 'rw,xattr,name=systemd'),
);
const V1_SELF = text('3:name=systemd:/user.slice', '2:memory:/user.slice/a', '1:cpu,cpuacct:/');
const V2 = text(ROOT, mount('/sys/fs/cgroup', 'cgroup2', 'rw,nsdelegate'));

describe('the cgroup plan', () => {
  it('lies below the own cgroup of each v1 hierarchy, named ones included', () => {
    expect(cgroupPlan(V1_SELF, V1, 'x')).toEqual({
      view: 'v1',
      hierarchies: [
        { name: 'cpu,cpuacct', options: 'cpu,cpuacct' },
        { name: 'memory', options: 'memory' },
        { name: 'systemd', options: 'none,name=systemd' },
      ],
      dirs: [
        '/sys/fs/cgroup/cpu,cpuacct/x',
        '/sys/fs/cgroup/memory/user.slice/a/x',
        '/sys/fs/cgroup/systemd/user.slice/x',
      ],
      controllers: ['cpu', 'cpuacct', 'memory'],
      controllersFile: null,
    });
  });

  it('lies at the root of the mount on v2', () => {
    expect(cgroupPlan(text('0::/user.slice/b'), V2, 'x')).toEqual({
      view: 'v2',
      hierarchies: [],
      dirs: ['/sys/fs/cgroup/x'],
      controllers: [],
      controllersFile: '/sys/fs/cgroup/cgroup.subtree_control',
    });
  });

  it('is v1 on a hybrid host unless v2 is asked for', () => {
    const hybrid = V1 + mount('/sys/fs/cgroup/unified', 'cgroup2', 'rw');
    expect(cgroupPlan(`${V1_SELF}0::/\n`, hybrid, 'x')?.view).toBe('v1');
    expect(cgroupPlan(`${V1_SELF}0::/\n`, hybrid, 'x', 'v2')?.dirs).toEqual(['/sys/fs/cgroup/unified/x']);
    expect(cgroupPoints(hybrid)).toEqual([
      '/sys/fs/cgroup/cpu,cpuacct',
      '/sys/fs/cgroup/memory',
      '/sys/fs/cgroup/systemd',
      '/sys/fs/cgroup/unified',
    ]);
  });

  it('is v2 where only a named v1 hierarchy is mounted beside it', () => {
    const hosts = V2 + mount('/sys/fs/cgroup/systemd', 'cgroup', 'rw,name=systemd');
    expect(cgroupPlan('0::/\n', hosts, 'x')?.view).toBe('v2');
  });

  it('is null where the view is not there', () => {
    expect(cgroupPlan('0::/\n', V2, 'x', 'v1')).toBeNull();
    expect(cgroupPlan(V1_SELF, V1, 'x', 'v2')).toBeNull();
    expect(cgroupPlan('', ROOT, 'x')).toBeNull();
    expect(cgroupPoints(ROOT)).toEqual([]);
  });

  it('knows that a container sees its cgroup as the root of the mount', () => {
    const inside = text(mount('/sys/fs/cgroup/memory', 'cgroup', 'rw,memory', '/docker/1'));
    const dir = (self: string) => cgroupPlan(text(self), inside, 'x')?.dirs;
    expect(dir('2:memory:/docker/1')).toEqual(['/sys/fs/cgroup/memory/x']);
    expect(dir('2:memory:/docker/1/sub')).toEqual(['/sys/fs/cgroup/memory/sub/x']);
    expect(dir('2:memory:/docker/12')).toEqual(['/sys/fs/cgroup/memory/x']);
    expect(dir('2:memory:/../..')).toEqual(['/sys/fs/cgroup/memory/x']);
  });

  it('counts a hierarchy that is mounted twice once, and reads escaped paths', () => {
    const twice = text(mount('/a\\040b/memory', 'cgroup', 'rw,memory'), mount('/c', 'cgroup', 'rw,memory'));
    expect(cgroupPlan('2:memory:/\n', twice, 'x')?.dirs).toEqual(['/a b/memory/x']);
  });
});
