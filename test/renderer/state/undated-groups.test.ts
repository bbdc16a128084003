// What the page of photos without a date concludes from a group and from what is typed.
import { describe, expect, it } from 'vitest'
import {
  allGroups,
  datable,
  inOrder,
  isOpen,
  lookedAtAs,
  wrongWith,
} from '../../../src/renderer/state/undated-groups.ts'
import type { UndatedGroup } from '../../../src/shared/undated-schemas.ts'
import { aGroup } from '../fake-undated.ts'

const at = new Date(2026, 5, 12, 15, 24).getTime()

describe('the choice under which a group is looked at', () => {
  it.each<[string, Partial<UndatedGroup>, boolean | null, string]>([
    ['is what was decided', { choice: '1987' }, null, '1987'],
    ['is that they are left', { choice: 'leave' }, true, 'leave'],
    ['is what the folder says', { otherwise: 'name' }, null, 'name'],
    ['is what the folder says, the file’s time included', { otherwise: 'file' }, null, 'file'],
    ['is the folder’s own date', { otherwise: '1987-07' }, null, '1987-07'],
    ['is what is asked for, with the file’s time', { otherwise: 'name' }, true, 'file'],
    ['is what is asked for, without it', { otherwise: 'file' }, false, 'name'],
    [
      'is a proposal where it is left for later',
      { choice: 'later', otherwise: 'file' },
      null,
      'file',
    ],
    ['is a proposal where the folder wants none', { otherwise: 'leave' }, null, 'file'],
  ])('%s', (_, group, withFile, as) => {
    expect(lookedAtAs(aGroup(group), withFile)).toBe(as)
  })
})

describe('a group', () => {
  it.each<[string, Partial<UndatedGroup>, boolean]>([
    ['nobody decided for', {}, true],
    ['left for later', { choice: 'later' }, true],
    ['decided for', { choice: 'leave' }, false],
    ['of which all have gone', { files: 0, choice: 'later' }, false],
    ['of types that take no date', { files: 2, unwritable: 2 }, false],
  ])('%s: whether somebody has to decide', (_, group, isIt) => {
    expect(isOpen(aGroup(group))).toBe(isIt)
    expect(datable(aGroup(group))).toBeGreaterThanOrEqual(0)
  })

  it('of which all have gone comes behind the others', () => {
    const groups = [aGroup({ folderId: '1', files: 0 }), aGroup({ folderId: '2' })]
    expect(inOrder(groups).map(({ folderId }) => folderId)).toEqual(['2', '1'])
  })
})

it.each([
  ['1987', null],
  [' 1987-07-14 ', null],
  ['2026-06-12', null],
  ['2026-06-13', 'future'],
  ['2027', 'future'],
  ['', 'notADate'],
  ['1987/07', 'notADate'],
  ['1987-02-30', 'notADate'],
  ['1700', 'notADate'],
])('“%s” is, as a date: %s', (text, wrong) => {
  expect(wrongWith(text, at)).toBe(wrong)
})

it('all groups are asked for, page by page, until one fails', async () => {
  const asked: unknown[] = []
  const pages: Record<string, { groups: UndatedGroup[]; next: string | null }> = {
    null: { groups: [aGroup({ folderId: '1' })], next: '1' },
    '1': { groups: [aGroup({ folderId: '2' })], next: null },
  }
  const bridge = {
    call: async (_: string, { after }: { after: string | null }) => {
      asked.push(after)
      const value = pages[String(after)]
      return value === undefined
        ? { ok: false, failure: { kind: 'engine-down' } }
        : { ok: true, value }
    },
  }
  const all = await allGroups(bridge as never)
  expect('groups' in all ? all.groups.map(({ folderId }) => folderId) : all).toEqual(['1', '2'])
  expect(asked).toEqual([null, '1'])
  delete pages['1']
  expect(await allGroups(bridge as never)).toEqual({ failure: { kind: 'engine-down' } })
})
