// "Forget everything": nothing of Shoebox is left, whatever it had made, and nothing else is touched.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { openCatalog } from '../../../src/main/engine/catalog/index.ts'
import { eraseFolders, isOwnName } from '../../../src/main/engine/upkeep/erase.ts'
import { manualClock } from '../../fakes/manual-clock.ts'

function folders(): { data: string; cache: string } {
  const base = mkdtempSync(join(tmpdir(), 'shoebox-erase-'))
  onTestFinished(() => rmSync(base, { recursive: true, force: true }))
  const data = join(base, 'data')
  mkdirSync(data)
  return { data, cache: join(base, 'cache') }
}

const open = async (data: string) => {
  const opened = await openCatalog({
    path: join(data, 'catalogue.sqlite'),
    backupFolder: join(data, 'backups'),
    clock: manualClock(),
    logger: { info: () => undefined, error: () => undefined },
    checkpoint: () => undefined,
  })
  if (!opened.ok) throw new Error(opened.failure.kind)
  return opened.value
}

it('leaves an empty folder behind a life with damage, and the next start is a first one', async () => {
  const { data, cache } = folders()
  for (let life = 0; life < 2; life += 1) {
    const catalog = await open(data)
    await catalog.useAccount({ sub: 'sub', email: 'a@example.test', clientId: 'client' })
    await catalog.backUp()
    catalog.close()
    truncateSync(join(data, 'catalogue.sqlite'), 4096 * 2)
  }
  // A replacement that was broken off, and what the parts around the engine keep.
  const others = [
    'catalogue.sqlite.draft',
    'catalogue.sqlite.draft-wal',
    'catalogue.sqlite.damaged',
  ]
  const ofShell = [
    'window.json',
    'last-seen.json',
    'last-seen.json.tmp',
    'window.json.0b1c2d3e-0000-4000-8000-123456789abc.tmp',
    'sign-in.json.4711.tmp',
    'sign-in.bin',
    '.updaterId',
  ]
  for (const name of [...others, ...ofShell]) writeFileSync(join(data, name), '')
  for (const name of ['receipts', 'renditions', 'logs']) {
    mkdirSync(join(data, name))
    writeFileSync(join(data, name, 'one'), '')
  }
  mkdirSync(join(cache, 'thumbnails'), { recursive: true })
  expect(readdirSync(data).some((name) => name.includes('.corrupt-'))).toBe(true)
  await eraseFolders(data, cache)
  expect(readdirSync(data)).toEqual([])
  expect(readdirSync(join(data, '..'))).toEqual(['data'])
  const first = await open(data)
  expect(first.openedAs).toBe('good')
  expect(first.isReadBackNeeded()).toBe(false)
  first.close()
})

it('leaves everything that is not its own', async () => {
  const { data, cache } = folders()
  const names = [
    'catalogue.sqlite.mine',
    'catalogue.sqlite2',
    'holiday.jpg',
    'my-backups',
    'notes.tmp',
  ]
  for (const name of names) writeFileSync(join(data, name), '')
  await eraseFolders(data, cache)
  expect(readdirSync(data).sort()).toEqual(names)
})

it('is fine where there is nothing', async () => {
  const { data, cache } = folders()
  rmSync(data, { recursive: true })
  await expect(eraseFolders(data, cache)).resolves.toBeUndefined()
})

it('knows every name that the code puts into the data folder', () => {
  const source = fileURLToPath(new URL('../../../src/main/', import.meta.url))
  const code = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(source, name), 'utf8'))
    .join('\n')
  const named = [...code.matchAll(/join\((?:\w+\.)*(?:dataFolder|data|folder), '([^'/]+)'/g)]
    .map(([, name]) => name ?? '')
    .concat([...code.matchAll(/vaultFileName = '([^']+)'/g)].map(([, name]) => name ?? ''))
  expect(named).toEqual(expect.arrayContaining(['catalogue.sqlite', 'renditions', 'window.json']))
  // The window's own, which Chromium holds open until the app ends; the cache, which goes as a whole; a file in logs.
  const elsewhere = ['window', 'cache', 'shoebox.log']
  expect(named.filter((name) => !isOwnName(name) && !elsewhere.includes(name))).toEqual([])
})
