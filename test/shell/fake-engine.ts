// A process that speaks shared/link.ts like the engine and does nothing else, for tests of the shell that need a
// real process. What it should do amiss is said by the name of its data folder.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultSettings, type Settings } from '../../src/shared/model.ts'
import { toEngineSchema, type EngineOptions, type FromEngine } from '../../src/shared/link.ts'
import type { EngineCommandName } from '../../src/shared/names.ts'
import { aStatus } from './a-status.ts'

let options: EngineOptions | null = null
let settings: Settings = defaultSettings
let revision = 0

const post = (message: FromEngine): void => void process.send?.(message)

const answers: Partial<Record<EngineCommandName, (input: never) => unknown>> = {
  getStatus: () => aStatus({ revision: (revision += 1) }),
  getSettings: () => settings,
  changeSettings: ({ change }: { change: Partial<Settings> }) =>
    (settings = { ...settings, ...change }),
  addSource: () => ({ sourceId: '1' }),
  countFolder: () => ({
    files: 3,
    bytes: 300,
    onlineOnly: 0,
    libraries: [],
    isNetwork: false,
    isWhole: true,
    isCounting: false,
  }),
  listHistory: () => ({ rows: [], next: null }),
  diagnose: () => ({ checks: [] }),
  locate: ({ fileId }: { fileId: string }) => ({
    path: join(options?.dataFolder ?? '', `${fileId}.jpg`),
    productUrl: 'https://photos.google.com/lr/photo/1',
    isPresent: true,
  }),
  thumbnail: ({ fileId }: { fileId: string }) => {
    const folder = options?.cacheFolder ?? ''
    mkdirSync(folder, { recursive: true })
    const path = join(folder, `${fileId}.jpg`)
    writeFileSync(path, 'a picture')
    return { path }
  },
  scanNow: () => {
    post({ kind: 'event', name: 'statusChanged', payload: aStatus({ revision: (revision += 1) }) })
    return {}
  },
}

process.on('disconnect', () => process.exit(0))
process.on('message', (raw) => {
  const message = toEngineSchema.parse(raw)
  switch (message.kind) {
    case 'start':
      options = message.options
      if (options.dataFolder.endsWith('dies-at-once')) process.exit(7)
      if (options.dataFolder.endsWith('newer'))
        post({ kind: 'cannot-run', failure: { kind: 'catalogue-newer', found: 9, known: 1 } })
      else post({ kind: 'ready' })
      return
    case 'command': {
      const result = answers[message.name]
      post({
        kind: 'result',
        id: message.id,
        result: result
          ? { ok: true, value: result(message.input as never) }
          : { ok: false, failure: { kind: 'not-found' } },
      })
      return
    }
    case 'stop':
      if (options?.dataFolder.endsWith('never-stops')) return
      process.exit(0)
    default:
  }
})
