// What is meant by folders inside those to back up, and what is refused about them before anything is changed.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readInside } from '../../src/main/cli/inside.ts'
import { linkIt } from '../builders/posix.ts'

const base = realpathSync.native(mkdtempSync(join(tmpdir(), 'shoebox-inside-')))
for (const folder of ['one/a/b', 'one/a/c', 'two/..d'])
  mkdirSync(join(base, folder), { recursive: true })
writeFileSync(join(base, 'one', 'photo.jpg'), '')
afterAll(() => rmSync(base, { recursive: true }))

const at = (path: string): string => join(base, path)
const read = (
  wish: { first?: string; leaveOut?: string[]; takeAgain?: string[] },
  leftOut: readonly string[] = [],
) =>
  readInside(
    {
      folders: [at('one'), at('two')],
      first: wish.first === undefined ? null : at(wish.first),
      leaveOut: (wish.leaveOut ?? []).map(at),
      takeAgain: (wish.takeAgain ?? []).map(at),
    },
    (path) => (path === at('one') ? leftOut : []),
  )
const out = (folder: string, place = 0) => ({ at: place, folder, isLeftOut: true })
const again = (folder: string) => ({ at: 0, folder, isLeftOut: false })

test.each<[string, Parameters<typeof read>, object]>([
  ['nothing', [{}], { first: null, ticks: [] }],
  ['the folder that goes first', [{ first: 'two' }], { first: 1, ticks: [] }],
  [
    'folders of each',
    [{ leaveOut: ['one/a/b', 'two/..d'] }],
    { ticks: [out('a/b'), out('..d', 1)] },
  ],
  ['one that is not there', [{ leaveOut: ['one/gone/away'] }], { ticks: [out('gone/away')] }],
  [
    'one inside another that is left out, too',
    [{ leaveOut: ['one/a', 'one/a/b'] }],
    { ticks: [out('a')] },
  ],
  ['one inside one that was left out before', [{ leaveOut: ['one/a/b'] }, ['a']], { ticks: [] }],
  ['one that is taken again', [{ takeAgain: ['one/a'] }, ['a']], { ticks: [again('a')] }],
  [
    'one that is taken again but for one inside',
    [{ takeAgain: ['one/a'], leaveOut: ['one/a/b'] }, ['a']],
    { ticks: [again('a'), out('a/b')] },
  ],
])('%s is understood', (_, [wish, leftOut], meant) => {
  expect(read(wish, leftOut)).toMatchObject({ ok: true, value: meant })
})

linkIt('a folder is meant by whatever name it has', () => {
  symlinkSync(at('one/a'), at('link'))
  expect(read({ leaveOut: ['link/b'] })).toMatchObject({ ok: true, value: { ticks: [out('a/b')] } })
})

test.each<[string, Parameters<typeof read>, string]>([
  ['a first one that is none of them', [{ first: 'three' }], '--first is'],
  ['a first one that lies in one of them', [{ first: 'one/a' }], '--first is'],
  ['a folder elsewhere', [{ leaveOut: ['three'] }], '--leave-out is'],
  ['one that begins like one of them', [{ leaveOut: ['one-more'] }], '--leave-out is'],
  ['one of them itself', [{ leaveOut: ['one'] }], '--leave-out is'],
  ['a folder above them', [{ takeAgain: [''] }], '--no-leave-out is'],
  [
    'one both left out and taken again',
    [{ leaveOut: ['one/a'], takeAgain: ['one/a'] }],
    '--no-leave-out is',
  ],
  [
    'one taken again inside one that is left out',
    [{ leaveOut: ['one/a'], takeAgain: ['one/a/b'] }],
    '--no-leave-out is',
  ],
  [
    'one taken again inside one left out before',
    [{ takeAgain: ['one/a/b'] }, ['a']],
    '--no-leave-out is',
  ],
])('%s is refused', (_, [wish, leftOut], problem) => {
  expect(read(wish, leftOut)).toMatchObject({
    ok: false,
    failure: { kind: 'bad-request', problem: expect.stringContaining(problem) as string },
  })
})

test('a file is no folder', () => {
  expect(read({ leaveOut: ['one/photo.jpg'] })).toMatchObject({ failure: { kind: 'not-a-folder' } })
})
