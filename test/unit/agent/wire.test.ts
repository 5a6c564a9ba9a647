import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeItems, encodeItem, FrameReader, frame, MAX_FRAME } from '../../../src/agent/wire.ts';

const bytes = fc.uint8Array({ maxLength: 200 }).map((b) => Buffer.from(b));
const item = fc.record({
  code: fc.integer({ min: 0, max: 255 }),
  fields: fc.array(bytes, { maxLength: 12 }),
});
const encode = (items: { code: number; fields: Buffer[] }[]) =>
  Buffer.concat(items.map((i) => encodeItem(i.code, i.fields)));

describe('items', () => {
  it('come back as they were sent', () => {
    fc.assert(
      fc.property(fc.array(item), (items) => {
        expect(decodeItems(encode(items))).toEqual(items);
      }),
    );
  });

  it('are refused when cut short', () => {
    fc.assert(
      fc.property(item, fc.nat(), (i, cut) => {
        const whole = encode([i]);
        const part = whole.subarray(0, 1 + (cut % Math.max(1, whole.length - 1)));
        if (part.length < whole.length) expect(() => decodeItems(part)).toThrow(RangeError);
      }),
    );
  });

  it('send a list as NUL-terminated strings and refuse a NUL in it', () => {
    const text = fc.string().filter((s) => !s.includes('\0'));
    fc.assert(
      fc.property(fc.array(text), (list) => {
        const field = decodeItems(encodeItem(1, [list]))[0]?.fields[0]?.toString('utf8') ?? '';
        expect(field.split('\0').slice(0, -1)).toEqual(list);
      }),
    );
    expect(() => encodeItem(1, [['a\0b']])).toThrow(RangeError);
  });
});

describe('frames', () => {
  it('are found again however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(bytes),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
        (payloads, steps) => {
          const stream = Buffer.concat(payloads.map(frame));
          const reader = new FrameReader();
          const found: Buffer[] = [];
          for (let at = 0, k = 0; at < stream.length; k++) {
            const step = steps[k % steps.length] ?? 1;
            found.push(...reader.push(stream.subarray(at, at + step)));
            at += step;
          }
          expect(found).toEqual(payloads);
        },
      ),
    );
  });

  it('of an absurd length are refused', () => {
    const head = Buffer.alloc(4);
    head.writeUInt32LE(MAX_FRAME + 1);
    expect(() => new FrameReader().push(head)).toThrow(RangeError);
  });
});
