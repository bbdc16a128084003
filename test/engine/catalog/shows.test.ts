// The truth table of what a file shows and what becomes of its upload, and that the SQL made of it says the same.
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import {
  fateOf,
  heldSql,
  isHeld,
  revivedAs,
  shownState,
  type Link,
  type Standing,
} from '../../../src/main/engine/catalog/shows.ts'
import { fileStates, resumableStates, type FileState } from '../../../src/shared/model.ts'

const links: readonly Link[] = ['present', 'absent', 'overwritten', 'none']

// The upload | its fate with a file present, absent, overwritten, none | what a file shows here, away
const table = `
  fingerprinted          | stays   gone  gone  gone  | fingerprinted gone
  ready                  | stays   gone  gone  gone  | ready         gone
  sent                   | stays   stays stays gone  | sent          sent
  creating               | stays   stays stays stays | creating      creating
  done                   | stays   stays stays stays | done          done
  waiting:found          | stays   gone  gone  gone  | waiting       gone
  waiting:fingerprinted  | stays   gone  gone  gone  | waiting       gone
  waiting:ready          | stays   gone  gone  gone  | waiting       gone
  waiting:sent           | stays   stays stays gone  | waiting       waiting
  skipped                | stays   gone  gone  gone  | skipped       gone
  failed                 | stays   gone  gone  gone  | failed        gone
  gone                   | revived stays stays stays | gone          gone
`

const words = (text = ''): string[] => text.trim().split(/\s+/)
const rows = table
  .trim()
  .split('\n')
  .map((line) => line.split('|'))
  .map(([upload, fates, shown]) => ({
    upload: upload?.trim() ?? '',
    fates: words(fates),
    shown: words(shown),
  }))

function standing(name: string): Standing {
  const [state, resumesAs] = name.split(':') as [FileState, Standing['turn']?]
  const turn = resumesAs ?? resumableStates.find((one) => one === state) ?? null
  return { state, turn }
}

test.each(rows)('an upload that is $upload', ({ upload, fates, shown }) => {
  expect(links.map((link) => fateOf(standing(upload), link))).toEqual(fates)
  expect([true, false].map((isHere) => shownState(isHere, standing(upload)))).toEqual(shown)
})

test('the table knows every state that an upload can be in', () => {
  const states = new Set(rows.map(({ upload }) => standing(upload).state))
  expect([...fileStates].filter((state) => !states.has(state))).toEqual(['found'])
  const waiting = rows
    .map(({ upload }) => standing(upload))
    .filter((one) => one.state === 'waiting')
  expect(waiting.map(({ turn }) => turn)).toEqual([...resumableStates])
})

test('what a file comes back to is to be prepared, unless the user ignored it', () => {
  expect(revivedAs(false)).toEqual({ state: 'fingerprinted' })
  expect(revivedAs(true)).toEqual({ state: 'skipped', reason: { kind: 'ignored-by-user' } })
})

test('the SQL says of every state and turn what the function says', () => {
  const db = new Sqlite(':memory:')
  db.exec('CREATE TABLE upload (state TEXT NOT NULL, turn TEXT)')
  const add = db.prepare<[string, string | null]>('INSERT INTO upload VALUES (?, ?)')
  const all = fileStates.flatMap((state) =>
    [null, ...resumableStates].map((turn): Standing => ({ state, turn })),
  )
  for (const { state, turn } of all) add.run(state, turn)
  const held = db
    .prepare<[], Standing>(
      `SELECT state, turn FROM upload WHERE ${heldSql('upload')} ORDER BY rowid`,
    )
    .all()
  expect(held).toEqual(all.filter(isHeld))
})
