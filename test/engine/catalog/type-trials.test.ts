// Types that nobody knows Google to take: one content of each is tried, and decides for the others.
import { expect, test } from 'vitest'
import type { Lifecycle } from '../../../src/shared/model.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import { aCatalogWithSource, as, fingerprint, listing, noon, sha } from './catalog-builder.ts'

const names = ['a.x3f', 'b.x3f', 'c.x3f']
const failed = (failure: Extract<Lifecycle, { state: 'failed' }>['failure']): Lifecycle => ({
  state: 'failed',
  failure,
  attempts: 1,
})
const rejected = failed({ kind: 'rejected', code: 3, message: '' })

/** Three files of one type, fingerprinted; the first is on trial. */
async function onTrial() {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', names)], noon, 5_000)
  const uploads = names.map((name) => fingerprint(catalog, name, name))
  const tryFile = (index: number) => catalog.tryType('x3f', sha(names[index] ?? ''))
  const move = (index: number, next: Lifecycle): void => {
    catalog.record([{ of: 'upload', uploadId: uploads[index] ?? 0, next }])
  }
  expect(tryFile(0)).toBe('send')
  return { catalog, sourceId, tryFile, move }
}

test('the first is sent, and the others wait until it is in the library', async () => {
  const { catalog, tryFile, move } = await onTrial()
  const onItsWay: Lifecycle[] = [
    as.ready(),
    as.waiting(noon + 1_000, 'ready'),
    as.ready(),
    as.sent(),
    as.creating(),
  ]
  expect([tryFile(0), tryFile(1), tryFile(2)]).toEqual(['send', 'wait', 'wait'])
  for (const next of onItsWay) {
    move(0, next)
    expect([tryFile(1), tryFile(0)], next.state).toEqual(['wait', 'send'])
  }
  move(0, as.done())
  expect([tryFile(1), tryFile(2)]).toEqual(['send', 'send'])
  expect(catalog.tryType('webm', sha(names[1] ?? ''))).toBe('send')
})

test('what Google refused once is refused for its type, also when the tried file is forgotten', async () => {
  const { catalog, tryFile, move } = await onTrial()
  move(0, as.ready())
  move(0, rejected)
  expect([tryFile(1), tryFile(2)]).toEqual(['refused', 'refused'])
  expect(catalog.tryType('webm', sha(names[1] ?? ''))).toBe('send')
  await catalog.ignoreReason('rejected')
  expect(tryFile(1)).toBe('refused')
  // Whoever asks for them again has one tried again.
  catalog.forgetRefusedTypes()
  expect([tryFile(1), tryFile(2)]).toEqual(['send', 'wait'])
})

test.each([
  ['asks for one of them again', 'retryChosen', 'b.x3f', 'send'],
  ['leaves one of them out', 'ignoreChosen', 'b.x3f', 'refused'],
  ['asks for one again that is left out for another reason', 'retryChosen', 'c.x3f', 'refused'],
] as const)(
  'where somebody %s, a refusal is forgotten only for who wants it tried',
  async (...row) => {
    const [, does, name, then] = row
    const { catalog, tryFile, move } = await onTrial()
    move(0, as.ready())
    move(0, rejected)
    expect(tryFile(1)).toBe('refused')
    move(1, { state: 'skipped', reason: { kind: 'not-taken', extension: 'x3f' } })
    move(2, as.skipped())
    const chosen = catalog.listHistory({ search: name }, null, 9).rows.map(({ fileId }) => fileId)
    expect(await catalog[does]({ fileIds: chosen })).toBe(1)
    expect(tryFile(1)).toBe(then)
  },
)

test('a refusal that nobody has asked about is forgotten as well', async () => {
  const { catalog, tryFile, move } = await onTrial()
  move(0, as.ready())
  move(0, rejected)
  catalog.forgetRefusedTypes()
  expect([tryFile(2), tryFile(1)]).toEqual(['send', 'wait'])
})

test('the tried file itself may be tried again', async () => {
  const { tryFile, move } = await onTrial()
  move(0, as.ready())
  move(0, rejected)
  expect(tryFile(1)).toBe('refused')
  move(0, { state: 'fingerprinted' })
  expect([tryFile(0), tryFile(1)]).toEqual(['send', 'wait'])
})

test.each<[string, (world: Awaited<ReturnType<typeof onTrial>>) => void]>([
  ['was given up for another reason', ({ move }) => move(0, failed({ kind: 'file-changed' }))],
  ['is left out', ({ move }) => move(0, as.skipped())],
  [
    'lies on a drive that is away',
    ({ catalog, sourceId }) => catalog.updateSource(sourceId, { isConnected: false }),
  ],
  ['is not part of this run', ({ catalog }) => catalog.restrictTo([99])],
])('another is tried where the first one %s', async (_, happens) => {
  const world = await onTrial()
  happens(world)
  expect(world.tryFile(1)).toBe('send')
})

test('another account tries by itself', async () => {
  const { catalog, tryFile, move } = await onTrial()
  await signIn(catalog, 'one')
  move(0, as.done())
  expect(tryFile(1)).toBe('send')
  await signIn(catalog, 'two')
  expect([tryFile(1), tryFile(0)]).toEqual(['wait', 'send'])
})

const signIn = (catalog: Catalog, sub: string): Promise<void> =>
  catalog.useAccount({ sub, email: `${sub}@example.test`, clientId: 'client' })

test('bytes that the catalogue does not know are sent', async () => {
  const { catalog } = await onTrial()
  expect(catalog.tryType('x3f', sha('elsewhere'))).toBe('send')
})
