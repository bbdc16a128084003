// A notification about a check never promises more than its answer.
import { expect, it } from 'vitest'
import type { CheckEnd } from '../../src/shared/check-schemas.ts'
import { checkEndWords } from '../../src/shared/check-end-words.ts'

const end: CheckEnd = {
  ...{ checkId: '0b1fc8a4-3c1e-4b77-9f0e-3a6c4c1d2e5f', sourceId: '2', state: 'whole' },
  ...{ checked: 412, safe: 412, isAllSafe: true },
}

it.each<[Partial<CheckEnd>, string]>([
  [
    {},
    'All 412 photos and videos found in it are in Google Photos. See the whole answer before you erase anything.',
  ],
  [
    { checked: 1, safe: 1 },
    'The one photo or video found in it is in Google Photos. See the whole answer before you erase anything.',
  ],
  [{ checked: 0, safe: 0 }, 'There is no photo or video in it.'],
  [{ isAllSafe: false }, 'Part of it could not be looked into. Do not erase it yet.'],
  [
    { safe: 409, isAllSafe: false },
    '3 of 412 photos and videos are not surely in Google Photos. See which before you erase anything.',
  ],
  [
    { safe: 411, isAllSafe: false },
    '1 of 412 photos and videos is not surely in Google Photos. See which before you erase anything.',
  ],
  [
    { checked: 0, safe: 0, isAllSafe: false },
    'Part of it could not be looked into. Do not erase it yet.',
  ],
])('%o says “%s”', (change, body) => {
  expect(checkEndWords('EOS card', { ...end, ...change })).toEqual({
    ...{ title: '“EOS card” was checked', body },
  })
})

it('that could not be made says so', () => {
  const { title } = checkEndWords('EOS card', { ...end, state: 'failed', isAllSafe: false })
  expect(title).toBe('“EOS card” could not be checked')
})
