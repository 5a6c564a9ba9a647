/** Members that make no sense, or would reach beyond the container, without a namespace of its own. */
import type { OciConfig } from '../../src/contract/config/index.ts';

/** Namespace type that a kernel parameter belongs to, or null for a global one (sysctl(8), Linux's Documentation). */
export function sysctlNamespace(key: string): 'ipc' | 'network' | 'uts' | 'user' | null {
  const dotted = key.replaceAll('/', '.');
  if (dotted.startsWith('net.')) return 'network';
  if (/^kernel\.(sem|shm\w+|msg\w+)$/.test(dotted) || dotted.startsWith('fs.mqueue.')) return 'ipc';
  if (/^kernel\.(hostname|domainname)$/.test(dotted)) return 'uts';
  if (dotted.startsWith('user.')) return 'user';
  return null;
}

/** Leaves out what needs a namespace that the config does not make: areas are chosen independently. */
export function settle(config: Record<string, unknown>): void {
  const { linux } = config as Partial<OciConfig>;
  const list = Array.isArray(linux?.namespaces) ? linux.namespaces : [];
  const fresh = (type: string) => list.some((n) => n.type === type && n.path === undefined);
  if (!fresh('uts')) {
    delete config.hostname;
    delete config.domainname;
  }
  if (linux?.sysctl !== undefined && typeof linux.sysctl === 'object')
    linux.sysctl = Object.fromEntries(
      Object.entries(linux.sysctl).filter(([key]) => {
        const type = sysctlNamespace(key);
        return type !== null && fresh(type);
      }),
    );
}
