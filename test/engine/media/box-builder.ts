// Boxes of the ISO base media format, put together for the tests of the readers.

/** A number of so many bytes. */
export function number(value: number, bytes: number): Buffer {
  const out = Buffer.alloc(bytes)
  if (bytes === 8) out.writeBigUInt64BE(BigInt(value))
  else if (bytes > 0) out.writeUIntBE(value, 0, bytes)
  return out
}

/** A box of this type around these parts. */
export function box(type: string, ...parts: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part as string, 'latin1')))
  return Buffer.concat([number(body.length + 8, 4), Buffer.from(type, 'latin1'), body])
}

/** A box that begins with a version and flags. */
export function fullBox(
  type: string,
  version: number,
  flags: number,
  ...parts: readonly (Buffer | string)[]
): Buffer {
  return box(type, number(version, 1), number(flags, 3), ...parts)
}
