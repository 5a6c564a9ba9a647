/** Where a path of the container leads, as far as the case's files tell. */
import { type Case, ROOTFS } from '../../src/contract/case.ts';
import { remembered } from '../../src/contract/remembered.ts';

/** As the kernel's limit on links in one path (path_resolution(7)). */
const MAX_LINKS = 40;

const partsOf = (path: string): string[] => path.split('/').filter((p) => p !== '' && p !== '.');

/** Symbolic links of the rootfs: path in the container to target. */
export const linksOf = remembered((c: Case): ReadonlyMap<string, string> => {
  const last = new Map(c.files.map((f) => [f.path, f]));
  return new Map(
    [...last.values()].flatMap((f) =>
      f.type === 'symlink' && f.path.startsWith(`${ROOTFS}/`)
        ? [[f.path.slice(ROOTFS.length), f.target] as const]
        : [],
    ),
  );
});

/** The path with every link on its way followed, none of them out of the root; null where they do not end. */
export function resolveIn(links: ReadonlyMap<string, string>, path: string): string | null {
  const todo = partsOf(path);
  const done: string[] = [];
  let followed = 0;
  for (let part = todo.shift(); part !== undefined; part = todo.shift()) {
    const target = links.get(`/${[...done, part].join('/')}`);
    if (part === '..') done.pop();
    else if (target === undefined) done.push(part);
    else {
      followed += 1;
      if (followed > MAX_LINKS) return null;
      if (target.startsWith('/')) done.length = 0;
      todo.unshift(...partsOf(target));
    }
  }
  return `/${done.join('/')}`;
}
