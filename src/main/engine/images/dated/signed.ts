// Whether a photo or film is signed: content credentials vouch for its very bytes, which no other bytes can have. Cameras,
// editors and makers of pictures write them; where they lie in each container says C2PA's specification (2.2, appendix A).
import type { ByteSource } from '../../media/byte-source.ts'
import type { DatableFormat, Part } from './parts.ts'

/** The parts that may hold credentials: APP11 of a JPEG, chunks, a box with an identifier of its own. */
const holders: Readonly<Record<DatableFormat, string>> = {
  jpeg: 'segment 235',
  png: 'caBX',
  webp: 'C2PA',
  'iso-video': 'uuid',
}
/** What the first part of them begins with: the identifier of the box, or names in the first boxes. */
const boxIdentifier = Buffer.from('d8fec3d61b0e483c92975828877ec481', 'hex')
const namesBytes = 128

/** Whether it holds content credentials. */
export async function isSigned(
  format: DatableFormat,
  source: ByteSource,
  parts: readonly Part[],
): Promise<boolean> {
  for (const { body } of parts.filter(({ name }) => name === holders[format])) {
    const start = await source.read(body.offset, Math.min(body.length, namesBytes))
    if (start.includes(format === 'iso-video' ? boxIdentifier : 'c2pa')) return true
  }
  return false
}
