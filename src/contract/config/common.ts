/** Shapes that several parts of config.json share. */
import Type from 'typebox';

export const uint32 = () => Type.Integer({ minimum: 0, maximum: 0xffffffff });
export const int64 = () => Type.Integer({ minimum: -(2 ** 63), maximum: 2 ** 63 });
export const uint64 = () => Type.Integer({ minimum: 0, maximum: 2 ** 64 });
export const absolutePath = () => Type.String({ pattern: '^/' });
export const strings = () => Type.Array(Type.String());

/** config-linux.md#user-namespace-mappings */
export const IdMappings = Type.Array(
  Type.Object({ containerID: uint32(), hostID: uint32(), size: uint32() }),
);

/** A device by its numbers, with what else `members` ask for. */
export const numbered = <T extends Type.TProperties>(members: T, options: Type.TObjectOptions = {}) =>
  Type.Object({ major: int64(), minor: int64(), ...members }, options);

/** JSON Schema keyword: at least one of these members. */
export const oneOrMoreOf = (...names: string[]) => ({ anyOf: names.map((name) => ({ required: [name] })) });
