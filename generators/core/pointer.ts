/** Writing into JSON values by pointer (RFC 6901; `-` appends to a list). */

type Container = Record<string, unknown> | unknown[];

const tokens = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((t) => t.replaceAll('~1', '/').replaceAll('~0', '~'));

const isContainer = (v: unknown): v is Container => typeof v === 'object' && v !== null;

function child(parent: Container, name: string): unknown {
  return Array.isArray(parent)
    ? parent[Number(name)]
    : Object.hasOwn(parent, name)
      ? parent[name]
      : undefined;
}

function put(parent: Container, name: string, value: unknown): string {
  const key = Array.isArray(parent) && name === '-' ? String(parent.length) : name;
  if (Array.isArray(parent)) parent[Number(key)] = value;
  else Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true });
  return key;
}

/** The value at the pointer; undefined where there is none. */
export const getAt = (root: Container, pointer: string): unknown =>
  tokens(pointer).reduce<unknown>((at, name) => (isContainer(at) ? child(at, name) : undefined), root);

/** Sets the value at the pointer and returns the pointer with every `-` resolved. Missing parents are made. */
export function setAt(root: Container, pointer: string, value: unknown): string {
  const path = tokens(pointer);
  const written: string[] = [];
  let at: Container = root;
  path.forEach((name, i) => {
    if (i === path.length - 1) {
      written.push(put(at, name, structuredClone(value)));
      return;
    }
    let next = child(at, name);
    if (isContainer(next)) {
      written.push(name);
    } else {
      next = path[i + 1] === '-' || path[i + 1] === '0' ? [] : {};
      written.push(put(at, name, next));
    }
    at = next as Container;
  });
  return `/${written.map((t) => t.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
}

/** Leaves the member or element out; nothing happens where there is none. */
export function unsetAt(root: Container, pointer: string): void {
  const path = tokens(pointer);
  const last = path.pop();
  const parent = path.reduce<unknown>((v, name) => (isContainer(v) ? child(v, name) : undefined), root);
  if (last === undefined || !isContainer(parent)) return;
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
}
