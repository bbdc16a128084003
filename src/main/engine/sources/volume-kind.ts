// What a volume is, by the folders at its root: a camera's card, another drive that people pull, or nothing to ask about. By
// content and not by what the system says of the reader: built-in ones call themselves fixed, boxes of disks removable. Pure.

/** The folders inside some folders of a volume, by their paths from its root; '' is the root. One that is not there is left out. */
export type VolumeShape = ReadonlyMap<string, readonly string[]>

/** What a volume is. */
export type VolumeKind =
  | { is: 'card'; cameraFolder: string | null; smallCopies: readonly string[] }
  | { is: 'drive' }
  | { is: 'nothing' }

/** What has to be known of a volume to tell. */
export const shapeFolders: readonly string[] = [
  '',
  'DCIM',
  'PRIVATE/AVCHD',
  'PRIVATE/AVCHD/BDMV',
  'PRIVATE/M4ROOT',
  'AVCHD/BDMV',
  'XDROOT',
  'CONTENTS',
]

/** A numbered folder of a camera (DCF, JEITA CP-3461, 3.2): 100 to 999, then five letters. */
const dcfFolder = /^[1-9][0-9]{2}[A-Z0-9_]{5}$/

/** Where cameras of films keep small pictures and small films beside those that they took. */
const smallCopyFolders: readonly string[] = [
  'PRIVATE/AVCHD/AVCHDTN',
  'PRIVATE/M4ROOT/SUB',
  'PRIVATE/M4ROOT/THMBNL',
  'XDROOT/Sub',
  'XDROOT/Thmbnl',
  'CONTENTS/ICON',
  'CONTENTS/PROXY',
]

/** What this volume is. */
export function volumeKind(
  shape: VolumeShape,
  { isRemovable, isNetwork }: { isRemovable: boolean; isNetwork: boolean },
): VolumeKind {
  // A share with the photos of a card on it is nobody's card.
  if (isNetwork) return { is: 'nothing' }
  const has = (folder: string, ...names: string[]): boolean =>
    names.some((name) => shape.get(folder)?.includes(name))
  const numbered = (shape.get('DCIM') ?? []).filter((name) => dcfFolder.test(name)).sort()
  const isCard =
    numbered.length > 0 ||
    has('PRIVATE/AVCHD/BDMV', 'STREAM') ||
    has('AVCHD/BDMV', 'STREAM') ||
    has('PRIVATE/M4ROOT', 'CLIP') ||
    has('', 'MP_ROOT', 'XDROOT') ||
    has('CONTENTS', 'CLIP', 'VIDEO', 'CLIPS001')
  if (!isCard) return { is: isRemovable ? 'drive' : 'nothing' }
  const smallCopies = smallCopyFolders.filter((folder) => {
    const at = folder.lastIndexOf('/')
    return has(folder.slice(0, at), folder.slice(at + 1))
  })
  return { is: 'card', cameraFolder: numbered.at(-1) ?? null, smallCopies }
}
