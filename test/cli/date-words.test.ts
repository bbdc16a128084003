// Behaviour of what `history` says of the date of a photo that carries none: in its line, the same in every zone, and in --json.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { answerQuestions, type Askable } from '../../src/main/cli/running-engine.ts'
import { dateWords } from '../../src/main/cli/words.ts'
import { historyRowSchema, type HistoryRow } from '../../src/shared/contract.ts'
import { unwrittenReasons } from '../../src/shared/photo-dates.ts'
import { ok } from '../../src/shared/result.ts'
import { rowAtNumber } from '../renderer/fake-data.ts'
import { command } from './world.ts'

afterEach(() => void vi.unstubAllEnvs())

test.each(['UTC', 'Pacific/Auckland', 'America/Los_Angeles'])(
  'the date that was added and whence, in %s',
  (zone) => {
    vi.stubEnv('TZ', zone)
    for (const hour of [0, 23]) {
      const at = Date.UTC(1987, 6, 14, hour, 30)
      const addedDate = { at, offsetMinutes: null, source: 'folder-name' } as const
      expect(dateWords({ addedDate, undated: null })).toBe('date added: 1987-07-14 (folder-name)')
    }
  },
)

test('why none was added, and nothing where none was to be', () => {
  expect(unwrittenReasons.map((undated) => dateWords({ addedDate: null, undated }))).toEqual([
    'no date added (format)',
    'no date added (no-room)',
    'no date added (not-proved)',
    'no date added (left)',
    'no date added (unknown)',
  ])
  expect(dateWords({ addedDate: null, undated: null })).toBeNull()
})

test('the line of a file has it beside its outcome, and --json the whole of it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shoebox-dates-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const plain = { ...rowAtNumber(0, 9), name: 'scan.jpg', olderVersion: null }
  const addedDate = { at: Date.UTC(1987, 6, 14, 12), offsetMinutes: 60, source: 'chosen' } as const
  const rows: HistoryRow[] = [
    { ...plain, addedDate },
    { ...plain, undated: 'format' },
    { ...plain, state: 'waiting', failure: { kind: 'undated' } },
  ]
  const engine: Askable = { call: async () => ok({ rows, next: null }) as never }
  onTestFinished(await answerQuestions(engine, folder))
  const history = async (...words: string[]): Promise<string[]> => {
    const env = { ...process.env, SHOEBOX_DATA_DIR: folder, TZ: 'Pacific/Auckland' }
    const run = promisify(execFile)(process.execPath, [command, 'history', ...words], { env })
    return (await run).stdout.trimEnd().split('\n')
  }
  const beside = (await history()).map((line) => line.split('"scan.jpg"')[1]?.trim())
  expect(beside).toEqual(['date added: 1987-07-14 (chosen)', 'no date added (format)', 'undated'])
  const whole = (await history('--json')).map((line) => historyRowSchema.parse(JSON.parse(line)))
  expect(whole).toEqual(rows)
})
