// What met a bug is tried again by the next version, once.
import { expect, it } from 'vitest'
import { takeUpAfterUpdate } from '../../src/main/engine/after-update.ts'
import { ownVersion } from '../../src/main/cli/own-version.ts'
import {
  aCatalogWithSource,
  fingerprint,
  listing,
  noon,
  sha,
  statesOf,
} from './catalog/catalog-builder.ts'
import { readFileSync } from 'node:fs'

it('takes up what met a bug of the version before, and nothing else', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  await catalog.applyWalk(sourceId, [listing('', ['bug.jpg', 'refused.jpg'])], noon, 0)
  const fail = (
    name: string,
    failure: { kind: 'unexpected'; message: string } | { kind: 'item-error'; code: number },
  ) => {
    const uploadId = fingerprint(catalog, name, name)
    catalog.record([{ of: 'upload', uploadId, next: { state: 'failed', failure, attempts: 1 } }])
  }
  await takeUpAfterUpdate(catalog, '1.0.0')
  fail('bug.jpg', { kind: 'unexpected', message: 'a bug' })
  fail('refused.jpg', { kind: 'item-error', code: 3 })
  await takeUpAfterUpdate(catalog, '1.0.0')
  await takeUpAfterUpdate(catalog, undefined)
  expect(statesOf(catalog)).toEqual(['bug.jpg: failed', 'refused.jpg: failed'])
  await takeUpAfterUpdate(catalog, '1.0.1')
  expect(statesOf(catalog)).toEqual(['bug.jpg: fingerprinted', 'refused.jpg: failed'])
  expect(catalog.lastVersion()).toBe('1.0.1')
})

it('takes up what is of a type that Google refused, and lets one of it be tried', async () => {
  const { catalog, sourceId } = await aCatalogWithSource()
  const names = ['tried.x3f', 'left.x3f']
  await catalog.applyWalk(sourceId, [listing('', names)], noon, 0)
  const [tried = 0, left = 0] = names.map((name) => fingerprint(catalog, name, name))
  await takeUpAfterUpdate(catalog, '1.0.0')
  expect(catalog.tryType('x3f', sha('tried.x3f'))).toBe('send')
  const failure = { kind: 'rejected', code: 3, message: '' } as const
  const reason = { kind: 'not-taken', extension: 'x3f' } as const
  catalog.record([
    { of: 'upload', uploadId: tried, next: { state: 'failed', failure, attempts: 1 } },
    { of: 'upload', uploadId: left, next: { state: 'skipped', reason } },
  ])
  expect(catalog.tryType('x3f', sha('left.x3f'))).toBe('refused')
  await takeUpAfterUpdate(catalog, '1.0.1')
  expect(statesOf(catalog)).toEqual(['left.x3f: fingerprinted', 'tried.x3f: failed'])
  expect(catalog.tryType('x3f', sha('left.x3f'))).toBe('send')
})

it('is told the version by the command too', () => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  expect(ownVersion()).toBe((JSON.parse(text) as { version: string }).version)
  expect(ownVersion('file:///nowhere/in/particular/file.js')).toBeNull()
})
