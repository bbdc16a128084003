// A process that writes to a catalogue until it is killed, and says a line after each write.
import { openCatalog } from '../../../src/main/engine/catalog/index.ts'

const [path = '', perWrite = '1'] = process.argv.slice(2)
const opened = await openCatalog({
  path,
  backupFolder: '',
  clock: {
    now: () => Date.now(),
    // It stands still, so that each write is one slice and so one transaction.
    monotonic: () => 0,
    after: () => () => undefined,
  },
  logger: { info: () => undefined, error: () => undefined },
  checkpoint: () => undefined,
})
if (!opened.ok) throw new Error(opened.failure.kind)
const catalog = opened.value
const identity = { volumeId: null, pathInVolume: null, isNetwork: false }
const now = Date.now()
const sourceId = catalog.addSource({ path: `/photos-${now}`, identity, now })

for (let turn = 0; ; turn += 1) {
  const entries = Array.from({ length: Number(perWrite) }, (_, index) => ({
    name: `${index}.jpg`,
    sizeBytes: 1000,
    mtimeUs: 1,
    ctimeUs: 1,
    inode: index,
    isOnlineOnly: false,
    isNameUnusable: false,
  }))
  const listing = { folder: `turn ${turn}`, entries, subfolders: [] }
  await catalog.applyWalk(sourceId, [{ kind: 'listing', listing }], now, 0)
  process.stdout.write('.\n')
}
