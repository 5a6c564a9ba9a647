/** Values of the options by which a config is made by hand, as people write them. */
import { UserError } from '../contract/errors.ts';

export type Mount = { destination: string; type?: string; source?: string; options?: string[] };
export type Hook = { kind: string; path: string; args: string[] };
export type User = { uid: number; gid?: number };

/** `type=tmpfs,source=tmpfs,destination=/x,ro,mode=755`: what is not one of the three is an option. */
export function parseMount(text: string): Mount {
  const mount: Partial<Mount> = {};
  const options: string[] = [];
  for (const word of text.split(',')) {
    const [, key, value] = /^(type|source|destination)=(.+)$/.exec(word) ?? [];
    if (key === undefined || value === undefined) options.push(word);
    else mount[key as 'type' | 'source' | 'destination'] = value;
  }
  const { destination, ...rest } = mount;
  if (destination === undefined || options.includes(''))
    throw new UserError(`'${text}' is not a mount; write type=tmpfs,source=tmpfs,destination=/x,ro`);
  return { destination, ...rest, ...(options.length > 0 ? { options } : {}) };
}

/** `poststart=/bin/true some arguments` */
export function parseHook(text: string): Hook {
  const [, kind, command = ''] = /^(\w+)=(.*)$/.exec(text) ?? [];
  const [path = '', ...args] = command.split(' ').filter((word) => word !== '');
  if (kind === undefined || path === '')
    throw new UserError(`'${text}' is not a hook; write poststart=/usr/bin/logger started`);
  return { kind, path, args };
}

/** `1000` or `1000:1000` */
export function parseUser(text: string): User {
  const [, uid, gid] = /^(\d+)(?::(\d+))?$/.exec(text) ?? [];
  if (uid === undefined) throw new UserError(`'${text}' is not a user; write 1000 or 1000:1000`);
  return { uid: Number(uid), ...(gid === undefined ? {} : { gid: Number(gid) }) };
}
