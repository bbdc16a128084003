// The truth table of proposed dates: what a folder wants against all that may tell one, in their order; and where the wall
// time, its zone and the moment come from.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CarriedReading } from '../../../../src/main/engine/media/dates/carried.ts'
import { FolderTimes } from '../../../../src/main/engine/media/dates/file-times.ts'
import { Neighbours } from '../../../../src/main/engine/media/dates/neighbours.ts'
import { proposeDate, type DateClues } from '../../../../src/main/engine/media/dates/propose.ts'
import { fixedZone } from '../../../../src/main/engine/media/dates/time-zone.ts'
import { namedZone } from '../../../builders/named-zone.ts'
import type { WallReading } from '../../../../src/main/engine/media/wall-time.ts'
import { dateProposalSchema } from '../../../../src/shared/photo-date-schemas.ts'
import { parseUndatedPolicy, type UndatedPolicy } from '../../../../src/shared/photo-dates.ts'

const nowMs = Date.UTC(2026, 10, 27, 12)
const here = { nowMs, zone: fixedZone(0) }
const noted: CarriedReading = { date: null, inside: null, hasClockReset: false }
const clues = (more: Partial<DateClues> = {}): DateClues => ({
  ...{ name: 'scan.jpg', folders: ['Pictures'], carried: noted, sidecar: null, takeoutMs: null },
  ...{ neighbours: new Neighbours([]), times: null, place: 0, ...more },
})
/** Neighbours that were taken at this time. */
const taken = (wallMs: number, offsetMinutes: number | null, ...names: string[]): Neighbours =>
  new Neighbours(
    names.map((name) => ({ name, source: 'exif-original', wallMs, offsetMinutes }) as const),
  )
const reading = (wallMs: number, offsetMinutes: number | null = null): WallReading => ({
  ...{ wallMs, offsetMinutes, precision: 'second' },
})
const policy = (text: string): UndatedPolicy => {
  const parsed = parseUndatedPolicy(text)
  if (parsed === null) throw new Error(`no policy: ${text}`)
  return parsed
}
const propose = (told: DateClues, wanted: string, at = here) => {
  const proposal = proposeDate(told, policy(wanted), at)
  expect(dateProposalSchema.parse(proposal)).toEqual(proposal)
  return proposal
}
/** The source and the day that were found, or why there is none. */
const found = (told: DateClues, wanted: string): string => {
  const proposal = propose(told, wanted)
  if (proposal.kind === 'carried') return 'carried'
  if (proposal.kind === 'none') return `none: ${proposal.doubt ?? proposal.why}`
  return `${proposal.date.source} ${new Date(proposal.date.wallMs).toISOString().slice(0, 10)}`
}

// Each source says a year of its own.
const day = (year: number): number => Date.UTC(year, 6, 14, 18, 22, 33)
const times = (mtimeMs: number, birthtimeMs: number | null = null) => ({
  file: { mtimeMs, birthtimeMs },
  folder: new FolderTimes([{ mtimeMs, datedMs: null }]),
})
const tellers: readonly (readonly [source: string, year: number, told: Partial<DateClues>])[] = [
  ['sidecar', 2001, { sidecar: reading(day(2001)) }],
  ['takeout', 2002, { takeoutMs: day(2002) }],
  ['inside', 2003, { carried: { ...noted, inside: reading(day(2003)) } }],
  ['name-time', 2004, { name: 'IMG_20040714_182233.jpg' }],
  [
    'neighbours',
    2005,
    {
      neighbours: taken(
        ...([day(2005), null, 'scan 1.jpg', 'scan 9.jpg'] as const),
        ...['IMG_20040714_182200.jpg', 'IMG_20040714_182300.jpg'],
      ),
    },
  ],
  ['name-date', 2006, { name: 'IMG-20060714-WA0001.jpg' }],
  ['folder-name', 2007, { folders: ['Pictures', '2007-07-14 Party'] }],
  ['file-time', 2008, { times: times(day(2008)) }],
]
const telling = (told: typeof tellers): DateClues =>
  // What stands first is believed, so its name is the one that counts.
  clues(
    told.reduceRight<Partial<DateClues>>((all, [, , more]) => ({ ...all, ...more }), {
      name: 'scan 5.jpg',
    }),
  )

describe('the date of a photo that carries none', () => {
  it.each(tellers.map((teller, at) => [teller[0], at] as const))(
    'is told by %s where none before it tells one',
    (source, at) => {
      const [, year] = tellers[at] ?? []
      const wanted = `${source} ${year}-07-14`
      // A name tells one thing at a time: the neighbours' is a number.
      const rest = tellers
        .slice(at)
        .filter(([other], index) => index === 0 || other !== 'name-date')
      const told = telling(source === 'neighbours' ? rest : tellers.slice(at))
      expect(found(told, 'file')).toBe(wanted)
      expect(found(told, 'name')).toBe(source === 'file-time' ? 'none: unknown' : wanted)
      expect(found(told, 'leave')).toBe('none: left')
      expect(found(told, '1987')).toBe('chosen 1987-01-01')
      expect(found(told, '1987-07')).toBe('chosen 1987-07-01')
      expect(found(told, '1987-07-14')).toBe('chosen 1987-07-14')
      const date = { ...reading(day(2000)), source: 'exif-original' } as const
      for (const any of ['leave', 'name', 'file', '1987'])
        expect(found({ ...told, carried: { ...noted, date } }, any)).toBe('carried')
    },
  )

  it('is of whole milliseconds, however finely a system counts', () => {
    const proposal = propose(clues({ times: times(day(2008) + 0.022) }), 'file')
    expect(proposal).toMatchObject({ date: { wallMs: day(2008), utcMs: day(2008) } })
  })

  it('is none where nothing tells one', () => {
    expect(found(clues(), 'name')).toBe('none: unknown')
    expect(found(clues(), 'file')).toBe('none: unknown')
  })

  it.each([
    [times(Date.UTC(1985, 0, 1)), 'before-digital'],
    [times(nowMs + 1), 'in-the-future'],
    [times(day(2008), day(2007)), 'changed-since'],
  ])('is none where the time of the file is not believed', (doubtful, doubt) => {
    expect(found(clues({ times: doubtful }), 'file')).toBe(`none: ${doubt}`)
    expect(found(clues({ times: doubtful }), 'name')).toBe('none: unknown')
    expect(found(clues({ times: doubtful, folders: ['1987'] }), 'file')).toBe(
      'folder-name 1987-01-01',
    )
  })

  it('is never one to come, nor that of a clock that was never set', () => {
    for (const wallMs of [Date.UTC(2030, 0, 1), 0, Date.UTC(2000, 0, 1)]) {
      expect(found(clues({ sidecar: reading(wallMs) }), 'name')).toBe('none: unknown')
      expect(found(clues({ takeoutMs: wallMs }), 'name')).toBe('none: unknown')
    }
    expect(found(clues(), '2099')).toBe('chosen 2099-01-01')
  })

  it('is told the time of its day by neighbours, and never another day than its name tells', () => {
    const name = 'IMG-20060714-WA0005.jpg'
    const between = (at: number) =>
      taken(at, null, 'IMG-20060714-WA0001.jpg', 'IMG-20060714-WA0009.jpg')
    expect(found(clues({ name, neighbours: between(day(2006)) }), 'name')).toBe(
      'neighbours 2006-07-14',
    )
    expect(found(clues({ name, neighbours: between(day(2005)) }), 'name')).toBe(
      'name-date 2006-07-14',
    )
  })

  it('says how sure it is', () => {
    const certainty = (told: Partial<DateClues>, wanted = 'file') => {
      const proposal = propose(clues(told), wanted)
      return proposal.kind === 'found' ? proposal.date.certainty : proposal.kind
    }
    expect(certainty({ sidecar: reading(day(2001)) })).toBe('sure')
    expect(certainty({}, '1987')).toBe('sure')
    expect(certainty({ name: 'IMG_20040714_182233.jpg' })).toBe('likely')
    expect(certainty({ name: 'FB_IMG_1424441459711.jpg' })).toBe('guess')
    expect(certainty({ folders: ['1987'] })).toBe('guess')
    expect(certainty({ times: times(day(2008)) })).toBe('guess')
  })
})

describe('a date for the whole folder', () => {
  it('goes on by a second for each photo, and not beyond its day', () => {
    const at = (place: number): string => {
      const proposal = propose(clues({ place }), '1987-07-14')
      return proposal.kind === 'found' ? new Date(proposal.date.wallMs).toISOString() : ''
    }
    expect(at(0)).toBe('1987-07-14T12:00:00.000Z')
    expect(at(1)).toBe('1987-07-14T12:00:01.000Z')
    expect(at(3_600)).toBe('1987-07-14T13:00:00.000Z')
    expect(at(1_000_000)).toBe('1987-07-14T23:59:59.000Z')
  })
})

describe('the wall time, its zone and the moment', () => {
  const utc = Date.UTC(2019, 6, 14, 18, 22, 33, 123)
  const pixel = { name: 'PXL_20190714_182233123.jpg' }
  const tokyo = taken(utc, 540, 'a.jpg')
  const berlin = { nowMs, zone: namedZone('Europe/Berlin') }
  const dateOf = (told: Partial<DateClues>, at = berlin) => {
    const proposal = propose(clues(told), 'file', at)
    if (proposal.kind !== 'found') throw new Error('none')
    const { wallMs, offsetMinutes, utcMs } = proposal.date
    return { wallMs, offsetMinutes, utcMs }
  }
  const hours = (count: number): number => count * 3_600_000

  it('are those of the neighbours, or of this computer, where the moment is told', () => {
    const moments = [pixel, { name: 'a.jpg', takeoutMs: utc }, { name: `FB_IMG_${utc}.jpg` }]
    for (const told of moments) {
      expect(dateOf(told)).toEqual({ wallMs: utc + hours(2), offsetMinutes: 120, utcMs: utc })
      expect(dateOf({ ...told, neighbours: tokyo })).toEqual({
        ...{ wallMs: utc + hours(9), offsetMinutes: 540, utcMs: utc },
      })
    }
  })

  it('have no zone where the wall time alone is told, and still a moment for films', () => {
    const name = 'VID_20190714_182233123.mp4'
    expect(dateOf({ name })).toEqual({ wallMs: utc, offsetMinutes: null, utcMs: utc - hours(2) })
    expect(dateOf({ name, neighbours: tokyo })).toEqual({
      ...{ wallMs: utc, offsetMinutes: null, utcMs: utc - hours(9) },
    })
  })

  it('are all told by an offset', () => {
    const told = { sidecar: reading(utc, -210), neighbours: tokyo }
    expect(dateOf(told)).toEqual({ wallMs: utc, offsetMinutes: -210, utcMs: utc + hours(3.5) })
    expect(dateOf({ name: '20190714T182233+0545.jpg' })).toMatchObject({ offsetMinutes: 345 })
    expect(dateOf({ name: '20190714T182233Z.jpg' })).toMatchObject({ offsetMinutes: 120 })
  })

  it('of a file’s own time are what this computer shows, and no zone is claimed', () => {
    expect(dateOf({ times: times(utc) })).toEqual({
      ...{ wallMs: utc + hours(2), offsetMinutes: null, utcMs: utc },
    })
  })

  it('in the hour that summer time leaves out keep the time that the name tells', () => {
    const name = 'IMG_20190331_023000.jpg'
    const wallMs = Date.UTC(2019, 2, 31, 2, 30)
    expect(dateOf({ name })).toEqual({ wallMs, offsetMinutes: null, utcMs: wallMs - hours(1) })
  })

  it('of a moment agree in every zone', () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
    const moment = fc.integer({ min: 1_000_000_000_000, max: nowMs })
    fc.assert(
      fc.property(zones, moment, (zone, takeoutMs) => {
        const date = dateOf({ takeoutMs }, { nowMs, zone: namedZone(zone) })
        expect(date.utcMs).toBe(takeoutMs)
        expect(date.wallMs - (date.offsetMinutes ?? Number.NaN) * 60_000).toBe(takeoutMs)
      }),
    )
  })
})
