// That the benchmark runs at all and says what it measured in the agreed shape. Never how fast anything is.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { thisMachine } from '../../build/electron/libraries.ts'
import { figureSchema } from './report.ts'
import { whyNoShare } from './slow-share.ts'

const script = join(import.meta.dirname, 'run.ts')
const peers = ['find', 'xargs', 'openssl', 'vipsthumbnail', 'rclone']
const shareRows = ['rescan-share', 'rescan-share-far', 'backup-share', 'backup-share-far']
const rows = [
  'first-scan',
  'rescan',
  'fingerprint',
  'reduce',
  'upload-small',
  'upload-small-requests',
  'upload-small-processor',
  'upload-large',
  'upload-large-memory',
  'undated',
  'undated-line',
  'dated-as-ever',
  ...(whyNoShare() === null ? shareRows : []),
  'memory',
  'idle-processor',
  'memory-million',
  'card-looks',
  'memory-uploads',
  'renderer-longest-task',
  'shell-longest-stall',
  'speed-limit',
  'start-full',
  'history-page',
  'history-search',
  'coverage',
  'start-full-million',
  'history-page-million',
  'history-search-million',
  'coverage-million',
  'switch-hold',
  'retry-hold',
  'read-back-page',
  'folder-hold',
  'alike',
  'command-status',
  'command-nothing',
  'command-large',
  'launch',
  'launch-first',
  'bundle',
  'idle-renderer',
  'tray-memory',
  'window-memory',
  'reopen',
  'wake-ups',
]

/** Why nothing can be measured on this machine, or null. */
async function obstacle(): Promise<string | null> {
  if (process.platform !== 'linux') return 'the benchmark measures on Linux only'
  const isThere = await Promise.all(peers.map(thisMachine.hasProgram))
  const missing = peers.filter((_, at) => isThere[at] !== true)
  return missing.length === 0 ? null : `to be measured against, but not here: ${missing.join(', ')}`
}

const reason = await obstacle()

it('prints one line of JSON for each row', async ({ skip }) => {
  if (reason !== null) skip(reason)
  const { stdout } = await promisify(execFile)(process.execPath, [script, '--quick'])
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'))
  const figures = lines.map((line) => figureSchema.parse(JSON.parse(line)))
  expect(figures.map(({ row }) => row)).toEqual(rows)
})

it('refuses a row that does not exist, with the names of those that do', async () => {
  const call = promisify(execFile)(process.execPath, [script, '--row', 'speed'])
  await expect(call).rejects.toThrow(/Expected one of: first-scan/)
})
