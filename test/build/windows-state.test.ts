// How the trial of the Windows installer reads the registry that Wine keeps, and what it takes for left behind.
import { expect, it } from 'vitest'
import { addedTo, parseHive, valuesOf, type WindowsState } from '../installers/windows-state.ts'

const hive = String.raw`WINE REGISTRY Version 2
;; All keys relative to \\User\\S-1-5-21-0-0-0-1000

#arch=win64

[Software\\Another] 1764000000
#time=1dc5f6e4a6d3b20
@="its own \"name\""
"Data"=hex:02,00,\
  00,01
"Place"="C:\\Program Files\\a]b"

[Software\\Empty] 1764000000
`

it('a hive is its keys and their values, unescaped, also over several lines', () => {
  expect(Object.fromEntries(parseHive(hive))).toEqual({
    'Software\\Another|': '',
    'Software\\Another|@': 'its own "name"',
    'Software\\Another|Data': 'hex:02,00,00,01',
    'Software\\Another|Place': 'C:\\Program Files\\a]b',
    'Software\\Empty|': '',
  })
})

it('what was added is told by name, a key without values, too', () => {
  const state = (files: string[], text: string): WindowsState => ({
    files: new Set(files),
    registry: parseHive(text),
  })
  const before = state(['users\\me\\a.txt'], hive)
  const after = state(
    ['users\\me\\a.txt', 'users\\me\\b.txt'],
    `${hive}"Added"=dword:00000001\n\n[Software\\\\Left] 1764000000\n`,
  )
  expect(addedTo(before, after)).toEqual({
    files: ['users\\me\\b.txt'],
    registry: ['Software\\Empty|Added', 'Software\\Left|'],
  })
  expect(addedTo(after, before)).toEqual({ files: [], registry: [] })
  expect(valuesOf(after, 'Software\\Empty')).toEqual({ Added: 'dword:00000001' })
})
