// Behaviour of the order by the day taken in zones on both sides of UTC: a heading stands where the day that is written in
// the photos changes, and nowhere else.
import { afterEach, expect, test, vi } from 'vitest'
import { aCatalogWithSource, as, fingerprint, listing, noon } from './catalog-builder.ts'

afterEach(() => void vi.unstubAllEnvs())

test.each(['UTC', 'Pacific/Auckland', 'America/Los_Angeles'])('in %s', async (zone) => {
  vi.stubEnv('TZ', zone)
  const { catalog, sourceId } = await aCatalogWithSource()
  const taken = [
    Date.UTC(2026, 5, 12, 20),
    Date.UTC(2026, 5, 12, 0, 30),
    Date.UTC(2026, 5, 11, 23, 30),
    Date.UTC(2026, 5, 11, 4),
    Date.UTC(1969, 6, 20, 23, 30),
    Date.UTC(1969, 6, 20, 0, 30),
  ]
  const names = taken.map((_, at) => `${at}.jpg`)
  await catalog.applyWalk(sourceId, [listing('', ['first.jpg', ...names])], noon, 0)
  const facts = { mediaKind: 'photo', mimeType: 'image/jpeg', width: 1, height: 1 } as const
  for (const [at, name] of ['first.jpg', ...names].entries()) {
    const uploadId = fingerprint(catalog, name, name, noon)
    const takenAt = taken[at - 1] ?? Date.UTC(2026, 5, 13)
    catalog.record([{ of: 'upload', uploadId, next: as.done(name), facts: { ...facts, takenAt } }])
  }
  const { next } = catalog.listHistory({}, null, 1, 'taken')
  if (next === null) throw new Error('more rows')
  const { days } = catalog.outlineHistory({}, next, { rows: 100, has: 0 }, 'taken')
  expect(days.map(({ row }) => row)).toEqual([0, 2, 4])
})
