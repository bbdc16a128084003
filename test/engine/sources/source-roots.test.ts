// Behaviour of the sources together: which of them a path belongs to, and how one that does not answer is looked at.
import { expect, it, onTestFinished } from 'vitest'
import { openCatalog } from '../../../src/main/engine/catalog/index.ts'
import { createSources, type Sources } from '../../../src/main/engine/sources/index.ts'
import { fail, ok } from '../../../src/shared/result.ts'
import { manualClock } from '../../fakes/manual-clock.ts'
import { tempFolder } from '../scan/temp-folder.ts'

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** Sources at these paths, all there until a test says otherwise. */
async function kept(...paths: string[]) {
  const clock = manualClock()
  const folder = tempFolder()
  const opened = await openCatalog({
    path: `${folder}/catalogue.sqlite`,
    backupFolder: `${folder}/backups`,
    clock,
    logger: { info: () => undefined, error: () => undefined },
    checkpoint: () => undefined,
  })
  if (!opened.ok) throw new Error('no catalogue')
  const catalog = opened.value
  const identity = { volumeId: null, pathInVolume: null, isNetwork: false }
  for (const path of paths) catalog.addSource({ path, identity, now: clock.now() })
  const gone = new Set<string>()
  const away: number[] = []
  const sources: Sources = createSources({
    catalog,
    walker: {
      walk: () => Promise.resolve(ok({ files: 0, folders: 1 })),
      close: () => Promise.resolve(),
    },
    reader: { readStart: () => Promise.resolve(fail({ kind: 'file-gone' })) },
    ownFolders: [],
    watcher: { watch: () => ({ close: () => Promise.resolve() }) },
    clock,
    random: () => 0.5,
    logger: { info: () => undefined, error: () => undefined },
    checkpoint: () => undefined,
    mode: 'watch',
    isWanted: () => true,
    isReachable: (path) => Promise.resolve(!gone.has(path)),
    isEmpty: () => Promise.resolve(false),
    identifyFolder: () => Promise.resolve(identity),
    placesOf: () => Promise.resolve([]),
    onFound: () => undefined,
    onAway: (sourceId) => away.push(sourceId),
    onStoreTrouble: () => undefined,
    onChange: () => undefined,
  })
  onTestFinished(async () => {
    await sources.stop()
    catalog.close()
  })
  await sources.start()
  await settle()
  return { sources, catalog, gone, away }
}

it('are told apart by the folder that a path lies in', async () => {
  const { sources } = await kept('/photos', '/media/card')
  expect(
    ['/photos/a.jpg', '/photos/2026/a.jpg', '/media/card/a.jpg'].map((path) =>
      sources.rootOf(path),
    ),
  ).toEqual(['/photos', '/photos', '/media/card'])
  for (const path of ['/photos-old/a.jpg', '/media/a.jpg', '/own/renditions/1', '/photos'])
    expect(sources.rootOf(path), path).toBe('')
})

it('are looked at one by one when something does not answer', async () => {
  const { sources, catalog, gone, away } = await kept('/photos', '/media/card')
  for (const path of ['/photos', '/media/card']) gone.add(path)
  sources.doubt('/media/card')
  sources.doubt('')
  await settle()
  const isConnected = Object.fromEntries(
    catalog.sources().map((source) => [source.path, source.isConnected]),
  )
  expect(isConnected).toEqual({ '/photos': true, '/media/card': false })
  expect(away).toEqual(
    catalog.sources().flatMap(({ path, sourceId }) => (path === '/media/card' ? sourceId : [])),
  )
})
