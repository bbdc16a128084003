// Uploads of the same reduced copy: what one is told of the others.
import { expect, test } from 'vitest'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import type { Lifecycle, SendPlan } from '../../../src/shared/model.ts'
import {
  aCatalogWithSource,
  as,
  fingerprint,
  listing,
  noon,
  originalPlan,
  reducedPlan,
  sha,
} from './catalog-builder.ts'

type Copy = Extract<SendPlan, { kind: 'reduced' }>

const copyOf = (word: string): Copy => ({
  ...(reducedPlan(`copy ${word}`) as Copy),
  sha256: sha('copy'),
})

/** Two photos that give the same copy; the first stands so. */
async function twins(
  first: Lifecycle,
  before: (catalog: Catalog, sourceId: number) => Promise<void> = async () => undefined,
): Promise<{ catalog: Catalog; sourceId: number; ids: [number, number] }> {
  const { catalog, sourceId } = await aCatalogWithSource()
  await before(catalog, sourceId)
  await catalog.applyWalk(sourceId, [listing('', ['a.jpg', 'b.jpg'])], noon, 0)
  const ids: [number, number] = [
    fingerprint(catalog, 'a.jpg', 'A'),
    fingerprint(catalog, 'b.jpg', 'B'),
  ]
  catalog.record([
    { of: 'upload', uploadId: ids[0], next: first },
    { of: 'upload', uploadId: ids[1], next: as.ready(copyOf('B')) },
  ])
  return { catalog, sourceId, ids }
}

const plan = copyOf('A')
const photo = { mediaItemId: 'item', productUrl: 'https://photos.example.test/item' }
const done: Lifecycle = { state: 'done', plan, ...photo }

test.each<[string, Lifecycle, unknown]>([
  ['is ready to be sent', as.ready(plan), null],
  ['waits to be sent again', { ...as.waiting(noon, 'ready'), plan } as Lifecycle, null],
  ['was sent', as.sent(plan), { is: 'on-its-way' }],
  ['is being made a photo', as.creating(plan), { is: 'on-its-way' }],
  ['is a photo', done, { is: 'done', ...photo }],
  ['failed', as.failed(), null],
  ['is the whole file', as.sent(originalPlan()), null],
  ['is another copy', as.sent({ ...plan, sha256: sha('another') }), null],
  ['was planned before copies had a hash', as.sent(reducedPlan('old')), null],
])('of a copy that %s', async (_, first, twin) => {
  const { catalog, ids } = await twins(first)
  expect(catalog.twinOf(ids[1], sha('copy'))).toEqual(twin)
})

test('a copy is no twin of its own, and none of another account’s', async () => {
  const { catalog, ids } = await twins(as.sent(plan))
  expect(catalog.twinOf(ids[0], sha('copy'))).toBeNull()
  catalog.record([{ of: 'upload', uploadId: ids[0], next: as.creating() }])
  catalog.record([{ of: 'upload', uploadId: ids[0], next: done }])
  await catalog.useAccount({ sub: '1', email: 'a@example.test', clientId: 'c' })
  expect(catalog.twinOf(ids[1], sha('copy'))).toMatchObject({ is: 'done' })
  await catalog.useAccount({ sub: '2', email: 'b@example.test', clientId: 'c' })
  const [other] = catalog.next('fingerprinted', 9, noon, new Set())
  expect(catalog.twinOf(other?.uploadId ?? 0, sha('copy'))).toBeNull()
})

/** Two photos of another account, so that no upload has the number of its content from then on. */
const afterAnother = async (catalog: Catalog, sourceId: number): Promise<void> => {
  await catalog.useAccount({ sub: '1', email: 'a@example.test', clientId: 'c' })
  await catalog.applyWalk(sourceId, [listing('', ['c.jpg', 'd.jpg'])], noon, 0)
  for (const name of ['c.jpg', 'd.jpg']) fingerprint(catalog, name, name)
  await catalog.useAccount({ sub: '2', email: 'b@example.test', clientId: 'c' })
}

test('what waits for a copy is due once that is a photo', async () => {
  const { catalog, ids } = await twins(as.sent(plan), afterAnother)
  const waiting: Lifecycle = {
    ...{ state: 'waiting', until: noon + 30_000, failure: { kind: 'copy-on-its-way' } },
    ...{ attempts: 3, resumesAs: 'ready', plan: copyOf('B'), token: null, tokenAt: null },
  }
  catalog.record([{ of: 'upload', uploadId: ids[1], next: waiting }])
  const due = (): number[] =>
    catalog.next('ready', 9, noon, new Set()).flatMap(({ uploadId }) => uploadId ?? [])
  expect(due()).toEqual([])
  catalog.record([{ of: 'upload', uploadId: ids[0], next: as.creating(plan) }])
  expect(due()).toEqual([])
  catalog.record([{ of: 'upload', uploadId: ids[0], next: done }])
  expect(due()).toEqual([ids[1]])
  expect(catalog.verify()).toEqual([])
})

test('what waits for something else than its copy goes on waiting', async () => {
  const { catalog, ids } = await twins(as.sent(plan))
  const waiting = { ...as.waiting(noon + 30_000, 'ready'), plan: copyOf('B') } as Lifecycle
  catalog.record([{ of: 'upload', uploadId: ids[1], next: waiting }])
  catalog.record([{ of: 'upload', uploadId: ids[0], next: as.creating(plan) }])
  catalog.record([{ of: 'upload', uploadId: ids[0], next: done }])
  expect(catalog.next('ready', 9, noon, new Set())).toEqual([])
})

test('what was sent for a folder that is left out of this run is not waited for', async () => {
  const { catalog, sourceId, ids } = await twins(as.sent(plan))
  catalog.restrictTo([])
  expect(catalog.twinOf(ids[1], sha('copy'))).toBeNull()
  catalog.restrictTo([sourceId])
  expect(catalog.twinOf(ids[1], sha('copy'))).toEqual({ is: 'on-its-way' })
})
