/** Items and frames of the native agent's wire format (src/native/PROTOCOL.md, "Frames"). */

/** A list is sent as NUL-terminated strings one after the other. */
export type Field = string | Uint8Array | readonly string[];
export type Item = { code: number; fields: Buffer[] };

/** Largest frame that is believed. The agent itself stays well below. */
export const MAX_FRAME = 256 * 1024 * 1024;

const u32 = (n: number): Buffer => {
  const b = Buffer.allocUnsafe(4);
  b.writeUInt32LE(n);
  return b;
};

const joined = (list: readonly string[]): string => {
  if (list.some((s) => s.includes('\0'))) throw new RangeError('NUL byte in a list');
  return list.map((s) => `${s}\0`).join('');
};

/** `u8 code`, `u8 n`, then n fields of `u32le length` and bytes. */
export function encodeItem(code: number, fields: readonly Field[]): Buffer {
  const parts = fields.map((f) => (typeof f === 'string' || f instanceof Uint8Array ? f : joined(f)));
  const lengths = parts.map((p) => (typeof p === 'string' ? Buffer.byteLength(p) : p.length));
  const item = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + length, 2));
  item[0] = code;
  item[1] = fields.length;
  let at = 2;
  for (const [i, part] of parts.entries()) {
    at = item.writeUInt32LE(lengths[i] ?? 0, at);
    if (typeof part === 'string') item.write(part, at);
    else item.set(part, at);
    at += lengths[i] ?? 0;
  }
  return item;
}

/** All items of a payload, as views into it. Throws RangeError where it is cut short. */
export function decodeItems(payload: Buffer): Item[] {
  const items: Item[] = [];
  let at = 0;
  const take = (n: number): number => {
    const from = at;
    at += n;
    if (at > payload.length) throw new RangeError(`item cut short at byte ${payload.length}`);
    return from;
  };
  while (at < payload.length) {
    const code = payload.readUInt8(take(1));
    const n = payload.readUInt8(take(1));
    const fields: Buffer[] = [];
    for (let i = 0; i < n; i++) {
      const length = payload.readUInt32LE(take(4));
      const from = take(length);
      fields.push(payload.subarray(from, from + length));
    }
    items.push({ code, fields });
  }
  return items;
}

/** `u32le length` and payload. */
export const frame = (payload: Uint8Array): Buffer => Buffer.concat([u32(payload.length), payload]);

/** Cuts a byte stream into the payloads of its frames. */
export class FrameReader {
  private chunks: Buffer[] = [];
  private size = 0;

  /** The payloads that are complete now. Throws RangeError on a frame that nobody would send. */
  push(chunk: Buffer): Buffer[] {
    this.chunks.push(chunk);
    this.size += chunk.length;
    const payloads: Buffer[] = [];
    for (let length = this.next(); length !== null; length = this.next()) {
      const all = this.joined();
      payloads.push(all.subarray(4, 4 + length));
      this.chunks = [all.subarray(4 + length)];
      this.size -= 4 + length;
    }
    return payloads;
  }

  /** Length of the next payload if all of it is here. Joins chunks only once it is. */
  private next(): number | null {
    if (this.size < 4) return null;
    if ((this.chunks[0]?.length ?? 0) < 4) this.chunks = [this.joined()];
    const length = this.chunks[0]?.readUInt32LE(0) ?? 0;
    if (length > MAX_FRAME) throw new RangeError(`frame of ${length} bytes`);
    return this.size >= 4 + length ? length : null;
  }

  private joined(): Buffer {
    return this.chunks.length === 1 && this.chunks[0]
      ? this.chunks[0]
      : Buffer.concat(this.chunks, this.size);
  }
}
