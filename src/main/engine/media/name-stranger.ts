// What a file is that is neither a photo nor a video, so that the history can say it. The only file that needs the
// library of types, which is loaded for the first such file: the threads that read files do without.

/** A name for it; null when nothing knows it. */
export async function nameStranger(head: Buffer): Promise<string | null> {
  const { fileTypeFromBuffer } = await import('file-type')
  // The library may read on in what it takes for an archive; a few kilobytes bound that.
  const known = await fileTypeFromBuffer(head.subarray(0, 4096)).catch(() => undefined)
  if (known !== undefined) return known.mime.slice(0, 100)
  return isText(head.subarray(0, 512)) ? 'text/plain' : null
}

function isText(bytes: Buffer): boolean {
  return bytes.length > 0 && bytes.every((byte) => byte >= 0x20 || [9, 10, 12, 13].includes(byte))
}
