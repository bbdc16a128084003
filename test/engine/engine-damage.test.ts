// A catalogue whose file is damaged while the engine runs: whoever meets it first, all work stops, the status says why,
// and a new start is asked for.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { overwrite, pageOf } from '../builders/damaged-pages.ts'
import { eventually } from '../builders/eventually.ts'
import { conditionsOf, openEngineWorld, type EngineWorld } from './engine-world.ts'

/** The disk damages a table or an index that is neither looked at nor written to before a test does. */
async function damagedWorld(name: string): Promise<{ world: EngineWorld; asked(): number }> {
  let asked = 0
  const world = await openEngineWorld({ onDamaged: () => (asked += 1) })
  world.write('a.jpg')
  await world.begin()
  await world.untilCounts({ done: 1 })
  await world.engine.stop()
  const path = join(world.dataFolder, 'catalogue.sqlite')
  const page = pageOf(path, name)
  await world.restart()
  await world.untilCounts({ done: 1 })
  await world.call('verify', {})
  overwrite(path, page)
  return { world, asked: () => asked }
}

test('a scan that meets it stops all work and asks for a new start', async () => {
  const { world, asked } = await damagedWorld('history')
  world.write('b.jpg')
  await world.call('scanNow', {})
  await eventually(() => expect(asked()).toBeGreaterThan(0))
  const status = await world.until(
    (now) => conditionsOf(now).includes('catalogue-unwritable'),
    'it says that nothing can be noted',
  )
  expect(status.counts.failed.files).toBe(0)
  expect(world.logged.join('\n')).not.toContain('bug')
})

test('a command that meets it says so', async () => {
  const { world, asked } = await damagedWorld('file_changed')
  const answer = await world.engine.call('exportHistory', {
    path: join(world.cacheFolder, 'x.csv'),
  })
  expect(answer).toEqual({ ok: false, failure: { kind: 'catalogue-damaged' } })
  expect(asked()).toBeGreaterThan(0)
})

test('a change of the account that meets it asks for a new start', async () => {
  const { world, asked } = await damagedWorld('account')
  await world.emulator.control.changeSettings({ consentAccount: 'second@example.test' })
  await world.call('changeSettings', { change: { isBackupOn: false } })
  await world.call('signIn', {})
  await world.engine.signInFinished()
  await eventually(() => expect(asked()).toBeGreaterThan(0))
})
