// Behaviour of the history's rows about dates that photos did not carry: what the plan says of an upload is in its row.
import { expect, test } from 'vitest'
import type { SendPlan } from '../../../src/shared/model.ts'
import type { AddedDate } from '../../../src/shared/photo-date-schemas.ts'
import {
  aCatalogWithSource,
  as,
  fingerprint,
  listing,
  noon,
  originalPlan,
  reducedPlan,
} from './catalog-builder.ts'

test('a row has the date that was added, or why none was, whatever was sent', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const date: AddedDate = { at: Date.UTC(1987, 6, 14), offsetMinutes: null, source: 'folder-name' }
  const dated: SendPlan = {
    ...{ kind: 'dated', mimeType: 'image/jpeg', fileName: 'a.jpg', sizeBytes: 1_024, date },
    ...{ keptOriginal: 'small-enough', splices: [], sha256: 'A'.repeat(64) },
  }
  const plans: Record<string, SendPlan> = {
    'a.jpg': dated,
    'b.jpg': { ...reducedPlan('r2.jpg'), date } as SendPlan,
    'c.gif': { ...originalPlan(), undated: 'format' } as SendPlan,
    'd.jpg': originalPlan(),
  }
  await catalog.applyWalk(sourceId, [listing('', Object.keys(plans))], noon, 0)
  for (const [name, plan] of Object.entries(plans)) {
    const uploadId = fingerprint(catalog, name, name, noon)
    catalog.record([{ of: 'upload', uploadId, next: as.ready(plan) }])
  }
  const said = [...catalog.allHistory()].map((row) => [
    row.name,
    { addedDate: row.addedDate, undated: row.undated, isReduced: row.isReduced },
  ])
  expect(Object.fromEntries(said)).toEqual({
    'a.jpg': { addedDate: date, undated: null, isReduced: false },
    'b.jpg': { addedDate: date, undated: null, isReduced: true },
    'c.gif': { addedDate: null, undated: 'format', isReduced: false },
    'd.jpg': { addedDate: null, undated: null, isReduced: false },
  })
})
