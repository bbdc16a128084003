// Finds folders that usually hold photos: Pictures, Desktop, cards of cameras and phones, one that the environment
// suggests. Looks only whether they are there; a drive that does not answer soon counts as away.
import { readdir, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { basename, join } from 'node:path'
import type { Output } from '../../shared/contract.ts'
import type { Clock } from '../engine/ports/outside.ts'

/** A folder that may be offered. */
export type Place = Pick<Output<'offerFolders'>['offers'][number], 'name' | 'path' | 'kind'>

/** Where to look for folders on this machine. */
export interface PlaceRequest {
  platform: NodeJS.Platform
  pictures: string
  desktop: string
  suggested: string | null
  clock: Clock
}

/** Finds the folders that exist now. */
export async function findPlaces(request: PlaceRequest): Promise<Place[]> {
  const usual: Place[] = [
    ...(request.suggested === null
      ? []
      : [
          {
            name: basename(request.suggested),
            path: request.suggested,
            kind: 'suggested' as const,
          },
        ]),
    { name: basename(request.pictures), path: request.pictures, kind: 'pictures' },
    { name: basename(request.desktop), path: request.desktop, kind: 'desktop' },
  ]
  const all = [...usual, ...(await findCards(await mountsOf(request.platform), request.clock))]
  const present = await Promise.all(all.map(({ path }) => isFolder(path, request.clock)))
  const seen = new Set<string>()
  return all.filter(({ path }, index) => {
    const isNew = present[index] === true && !seen.has(path)
    seen.add(path)
    return isNew
  })
}

/** Cameras and phones keep their photos in DCIM (the DCF standard). */
export async function findCards(mounts: readonly string[], clock: Clock): Promise<Place[]> {
  const cards = mounts.map((mount) => ({
    name: basename(mount) || mount,
    path: join(mount, 'DCIM'),
    kind: 'card' as const,
  }))
  const present = await Promise.all(cards.map(({ path }) => isFolder(path, clock)))
  return cards.filter((_card, index) => present[index])
}

// A drive letter of a share that is away can take half a minute to say so.
const lookMs = 1_000

async function isFolder(path: string, clock: Clock): Promise<boolean> {
  const looked = stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  return Promise.race([looked, pause(clock, lookMs).then(() => false)])
}

// A, B and C are floppy disks and the system.
const driveLetters = 'D E F G H I J K L M N O P Q R S T U V W X Y Z'.split(' ')

async function mountsOf(platform: NodeJS.Platform): Promise<string[]> {
  if (platform === 'win32') return driveLetters.map((letter) => `${letter}:\\`)
  const user = userInfo().username
  const roots =
    platform === 'darwin' ? ['/Volumes'] : [`/media/${user}`, `/run/media/${user}`, '/media']
  const lists = await Promise.all(
    roots.map((root) =>
      readdir(root).then(
        (names) => names.map((name) => join(root, name)),
        () => [],
      ),
    ),
  )
  return lists.flat()
}

/** Resolves after a delay. */
export const pause = (clock: Clock, delayMs: number): Promise<void> =>
  new Promise((resolve) => {
    clock.after(delayMs, resolve)
  })
