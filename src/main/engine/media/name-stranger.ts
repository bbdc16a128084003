// What a file is that is neither a photo nor a video, so that the history can say it. The only file that needs the
// library of types: the threads that read files do without.
import { fileTypeFromBuffer } from 'file-type'

/** A name for it; null when nothing knows it. */
export async function nameStranger(head: Buffer): Promise<string | null> {
  // The library may read on in what it takes for an archive; a few kilobytes bound that.
  const known = await fileTypeFromBuffer(head.subarray(0, 4096)).catch(() => undefined)
  if (known !== undefined) return known.mime.slice(0, 100)
  return isText(head.subarray(0, 512)) ? 'text/plain' : null
}

function isText(bytes: Buffer): boolean {
  return bytes.length > 0 && bytes.every((byte) => byte >= 0x20 || [9, 10, 12, 13].includes(byte))
}
