// Cards as cameras format them: images of FAT and exFAT behind a loop device, mounted by the kernel where it knows them and
// else by the programs that know them (exfat-fuse, fusefat). Where neither can be had such tests are skipped, and say so.
import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  rmdirSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { unmount } from './mounts.ts'

/** What cameras format cards with: FAT up to 32 GB, exFAT above (SD Association). */
export type CardFormat = 'fat' | 'exfat'

const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

/** Ways to mount one, the system's own first. */
const ways: Record<CardFormat, readonly ((device: string, root: string) => void)[]> = {
  fat: [
    (device, root) => run('mount', '-t', 'vfat', device, root),
    (device, root) => run('fusefat', '-o', 'rw+', device, root),
  ],
  exfat: [
    (device, root) => run('mount', '-t', 'exfat', device, root),
    (device, root) => run('mount.exfat-fuse', device, root),
  ],
}

function mount(format: CardFormat, device: string, root: string): void {
  let last: unknown
  for (const way of ways[format])
    try {
      way(device, root)
      return
    } catch (error) {
      last = error
    }
  throw last
}

/** A card, in a reader or out of it. */
export interface CardImage {
  /** Mounts it under this name; resolves with its root. */
  putIn(name: string): string
  /** Unmounts it, waiting for a file that is read in this moment; one that is held is an error. */
  pull(): Promise<void>
  /** Erases it, as a camera does: it has another number then. */
  format(): void
  /** Writes on it as a camera does, while it is in no reader. */
  fill(files: Readonly<Record<string, Buffer | string>>): Promise<void>
}

/** Makes a formatted card of 64 MB for readers in a folder; it goes with the test. */
export function openCardImage(readers: string, format: CardFormat, label: string): CardImage {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'shoebox-card-')))
  const image = join(folder, 'card.img')
  writeFileSync(image, '')
  truncateSync(image, 64 * 2 ** 20)
  let device = ''
  let mounted: string | null = null
  const attach = (root: string): string => {
    mkdirSync(root, { recursive: true })
    device = run('losetup', '-f', '--show', image).trim()
    mount(format, device, root)
    mounted = root
    return root
  }
  const detach = async (): Promise<void> => {
    if (mounted === null) return
    await unmount(mounted)
    run('losetup', '-d', device)
    rmdirSync(mounted)
    mounted = null
  }
  const card: CardImage = {
    putIn: (name) => attach(join(readers, name)),
    pull: detach,
    format: () => {
      if (format === 'fat') run('mkfs.vfat', '-F', '32', '-n', label, image)
      else run('mkfs.exfat', '-L', label, image)
    },
    async fill(files) {
      const root = attach(join(folder, 'camera'))
      for (const [path, bytes] of Object.entries(files)) {
        mkdirSync(dirname(join(root, path)), { recursive: true })
        writeFileSync(join(root, path), bytes)
      }
      await detach()
    },
  }
  onTestFinished(async () => {
    await detach().catch(() => run('umount', '-l', mounted ?? ''))
    rmSync(folder, { recursive: true, force: true })
  })
  card.format()
  return card
}

/** Whether cards of this format can be made and mounted here; says so where not. */
export function canHaveCards(format: CardFormat): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'shoebox-card-')))
  const image = join(folder, 'card.img')
  let device = ''
  try {
    writeFileSync(image, '')
    truncateSync(image, 64 * 2 ** 20)
    if (format === 'fat') run('mkfs.vfat', '-F', '32', image)
    else run('mkfs.exfat', image)
    device = run('losetup', '-f', '--show', image).trim()
    mkdirSync(join(folder, 'root'))
    mount(format, device, join(folder, 'root'))
    run('umount', join(folder, 'root'))
    return true
  } catch {
    console.info(`No card with ${format} can be mounted here: tests of such cards are skipped.`)
    return false
  } finally {
    if (device !== '') run('losetup', '-d', device)
    rmSync(folder, { recursive: true, force: true })
  }
}
