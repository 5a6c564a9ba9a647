/** Archives in the ustar format (pax(1), "ustar Interchange Format"). */

export type ArchiveFile = { name: string; mode: number; content: string };

const BLOCK = 512;

/** Regular files of root, without times, so that equal input gives equal bytes. Names have at most 100 bytes. */
export function tar(files: readonly ArchiveFile[]): Buffer {
  return Buffer.concat([...files.flatMap(entry), Buffer.alloc(2 * BLOCK)]);
}

function entry({ name, mode, content }: ArchiveFile): Buffer[] {
  const bytes = Buffer.from(content, 'utf8');
  const header = Buffer.alloc(BLOCK);
  const octal = (n: number, at: number, digits: number) =>
    header.write(`${n.toString(8).padStart(digits, '0')}\0`, at);
  header.write(name, 0);
  octal(mode, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(bytes.length, 124, 11);
  octal(0, 136, 11);
  header.write('        0', 148);
  header.write('ustar\x0000', 257);
  octal(
    header.reduce((sum, byte) => sum + byte, 0),
    148,
    6,
  );
  return [header, bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)];
}
