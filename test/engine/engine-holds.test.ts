// Stops through the engine's door: whose they are, what ends them, and what the status says meanwhile.
import { renameSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { FaultRule } from '../emulator/index.ts'
import { smallJpeg } from '../builders/jpegs.ts'
import { conditionsOf, openEngineWorld } from './engine-world.ts'

const refusals: [string, FaultRule][] = [
  ['storage-full', { on: 'batchCreate', action: { kind: 'error', name: 'storage-full' } }],
  ['forbidden', { on: 'upload', action: { kind: 'error', name: 'photos-disabled' } }],
  ['google-asked-to-wait', { on: 'upload', action: { kind: 'error', name: 'minute-quota' } }],
]

describe('a stop', () => {
  test.each(refusals)('of one account (%s) is not the next one’s', async (kind, fault) => {
    const world = await openEngineWorld()
    await world.emulator.control.addFault(fault)
    world.write('a.jpg')
    world.write('b.jpg')
    await world.begin()
    await world.until((status) => conditionsOf(status).includes(kind), `it says ${kind}`)
    await world.call('signOut', {})
    await world.signIn('second@example.test')
    const status = await world.until(({ counts }) => counts.done.files === 2, 'both are done')
    expect(conditionsOf(status)).toEqual([])
  })

  test('of the day’s budget ends when somebody asks to try now', async () => {
    const world = await openEngineWorld()
    const error = { kind: 'error', name: 'daily-quota' } as const
    await world.emulator.control.addFault({ on: 'upload', action: error })
    world.write('a.jpg')
    await world.begin()
    const status = await world.until(
      (now) => conditionsOf(now).includes('daily-quota'),
      'it says that the budget is used up',
    )
    expect(status.activity).toBe('resting')
    await world.call('resume', {})
    await world.until(({ counts }) => counts.done.files === 1, 'it is done')
  })
})

test.each([
  ['storage-full', { on: 'batchCreate', action: { kind: 'error', name: 'storage-full' } }],
  ['forbidden', { on: 'upload', action: { kind: 'error', name: 'photos-disabled' } }],
  ['daily-quota', { on: 'upload', action: { kind: 'error', name: 'daily-quota' } }],
  ['google-asked-to-wait', { on: 'upload', action: { kind: 'error', name: 'minute-quota' } }],
] as [string, FaultRule][])(
  'a person’s “try now” ends %s, and searches no folder',
  async (kind, fault) => {
    const world = await openEngineWorld()
    await world.emulator.control.addFault(fault)
    world.write('a.jpg')
    await world.begin()
    const before = await world.until(
      (status) => conditionsOf(status).includes(kind),
      `it says ${kind}`,
    )
    await world.call('tryNow', {})
    const after = await world.until(({ counts }) => counts.done.files === 1, 'it is done')
    expect(conditionsOf(after)).toEqual([])
    expect(after.sources.map(({ lastScanAt }) => lastScanAt)).toEqual(
      before.sources.map(({ lastScanAt }) => lastScanAt),
    )
  },
)

test('one file whose connection always breaks keeps nobody else from the library', async () => {
  const upload = { resumableFromBytes: 300_000, chunkBytes: 262_144 }
  const world = await openEngineWorld({ upload })
  await world.emulator.control.addFault({
    on: ['upload.chunk', 'upload.finalize'],
    times: 'always',
    action: { kind: 'cut', afterRequestBytes: 0.3, reset: true },
  })
  world.write('a-large.jpg', Buffer.concat([await smallJpeg(1), Buffer.alloc(600_000, 7)]))
  for (let number = 0; number < 30; number += 1) world.write(`p${number}.jpg`)
  await world.begin()
  const status = await world.until(({ counts }) => counts.done.files === 30, 'all others are done')
  expect(status.counts.failed.files).toBe(0)
})

test('nothing says "uploading" while all that is left is on a drive that is away', async () => {
  const world = await openEngineWorld()
  await world.begin()
  await world.call('pause', { until: 'resumed' })
  world.write('a.jpg')
  world.write('b.jpg')
  await world.untilCounts({ found: 2 })
  renameSync(world.folder, `${world.folder}-away`)
  await world.call('scanNow', {})
  await world.until((now) => conditionsOf(now).includes('source-missing'), 'it is away')
  await world.call('resume', {})
  const status = await world.until(
    (now) => conditionsOf(now).length === 1 && now.activity !== 'uploading',
    'it rests',
  )
  expect(status.activity).toBe('resting')
  expect(conditionsOf(status)).toEqual(['source-missing'])
  renameSync(`${world.folder}-away`, world.folder)
  await world.until(({ counts }) => counts.done.files === 2, 'both are done')
})
