import { describe, expect, it } from 'vitest'
import { remedies, remediesFor } from '../../../src/renderer/state/remedies.ts'
import { createLanguage } from '../../../src/renderer/words.ts'
import { commands } from '../../../src/shared/contract.ts'
import { failureSchema } from '../../../src/shared/failure.ts'
import { fileStates, keptOriginalReasons, skipReasonSchema } from '../../../src/shared/model.ts'
import { fixes } from '../../../src/shared/fixes.ts'
import { conditionSchema } from '../../../src/shared/status.ts'
import { unsafeKinds } from '../../../src/shared/unsafe-kinds.ts'
import { uploadingStatus } from '../fake-data.ts'
import { samplesOf } from './samples.ts'

const { words, format } = createLanguage('en-GB', 'win32')
const now = (): number => new Date(2026, 5, 12, 9).getTime()
const beside = { now: new Date(2026, 5, 12, 9).getTime(), waiting: 3, end: null, source: null }

/** What no text for users may hold. */
const forbidden = /\bsync|media item|\bHTTP\b|\b[45]\d\d\b|undefined|NaN|\[object|\bnull\b/i

const isGoodText = (text: string): void => {
  expect(text.trim()).not.toBe('')
  expect(text).not.toMatch(forbidden)
}
const isGoodExplanation = ({ title, text }: { title: string; text: string }): void => {
  isGoodText(title)
  isGoodText(text)
  expect(title).not.toMatch(/\.$/)
  expect(text).toMatch(/[.”…]$/)
}

describe('words', () => {
  it('explain every failure in every variant', () => {
    const samples = samplesOf(failureSchema)
    expect(new Set(samples.map(({ kind }) => kind)).size).toBe(failureSchema.options.length)
    for (const failure of samples) isGoodExplanation(words.failure(failure))
  })

  it('explain every skip, with its numbers', () => {
    for (const skip of samplesOf(skipReasonSchema)) isGoodExplanation(words.skip(skip))
    const { text } = words.skip({
      kind: 'too-large',
      sizeBytes: 90 * 1024 ** 2,
      limitBytes: 75 * 1024 ** 2,
    })
    expect(text).toBe('90 MB, and the limit is 75 MB.')
    const raw = words.skip({
      kind: 'too-large',
      sizeBytes: 90 * 1024 ** 2,
      limitBytes: 75 * 1024 ** 2,
      keptOriginal: 'raw',
    })
    expect(raw.text).toBe(
      '90 MB, and the limit is 75 MB. High quality leaves it as it is: RAW photos are not reduced.',
    )
  })

  it('do not say that High quality leaves out what it makes smaller', () => {
    for (const own of [words.firstRun.size.limitsSmall, words.settings.limitsSmallText]) {
      expect(own.original).toMatch(/photos above 75 MB/i)
      expect(own.high).not.toMatch(/photos above 75 MB/i)
      expect(own.high).toMatch(/what cannot be reduced, such as RAW, above 75 MB/)
    }
  })

  it('have a card for every condition', () => {
    const samples = samplesOf(conditionSchema)
    expect(new Set(samples.map(({ kind }) => kind)).size).toBe(conditionSchema.options.length)
    for (const condition of samples) isGoodExplanation(words.status.condition(condition, beside))
  })

  it('name every fix but the one that needs nothing', () => {
    for (const fix of fixes) {
      if (fix === 'none') expect(words.status.fix(fix)).toBeNull()
      else isGoodText(words.status.fix(fix) ?? '')
    }
  })

  it('name every state, every reason an original went up, and every finding', () => {
    for (const state of fileStates) isGoodText(words.stateNames[state])
    for (const reason of keptOriginalReasons)
      for (const isDated of [false, true]) isGoodText(words.keptOriginal(reason, isDated))
    isGoodText(words.keptForTags('IPTC Keywords', false))
    const answers = ['yes', 'no', 'unknown'] as const
    const finding = commands.testClient.output.shape.findings.element.shape.name.options
    for (const name of finding)
      for (const answer of answers) isGoodText(words.signIn.finding({ name, answer }))
    const check = commands.diagnose.output.shape.checks.element.shape.name.options
    for (const name of check)
      for (const answer of answers)
        isGoodText(words.problems.troubleshoot.check({ name, answer, detail: '' }))
  })

  it('name every skip and failure in a list of reasons, and know what to do about it', () => {
    for (const { kind } of [...samplesOf(skipReasonSchema), ...samplesOf(failureSchema)]) {
      for (const count of [null, 1, 2]) isGoodText(words.reason(kind, count))
      expect(remedies[kind]).toBe(remediesFor(kind))
    }
  })

  it('name every reason for which a file is not safe, and all that keeps a check from being made', () => {
    for (const kind of unsafeKinds) isGoodExplanation(words.check.reasons[kind])
    for (const { title, text } of Object.values(words.check.obstacles)) {
      isGoodText(title)
      isGoodText(text)
      isGoodText(words.check.notNowFor({ title, text }))
    }
  })

  it('count one and many as people do', () => {
    expect(words.reason('empty', 1)).toBe('1 empty file')
    expect(words.reason('empty', 1_200)).toBe('1,200 empty files')
    expect(words.reason('small-picture', 1)).toBe('1 small picture')
    expect(words.reason('unusable-name', 1)).toBe('1 with a name that cannot be read')
    for (const { kind } of [...samplesOf(skipReasonSchema), ...samplesOf(failureSchema)])
      expect(words.reason(kind, 1)).not.toMatch(
        /^1 (?:files|photos|names|pictures|problems|folders|not photos)\b/,
      )
  })

  it('say what a file is that is named like a photo', () => {
    const text = (detected: string | null) => words.skip({ kind: 'not-a-photo', detected }).text
    expect(text('text/plain')).toBe('Named like a photo, but it is a text file.')
    expect(text('application/pdf')).toBe('Named like a photo, but it is a PDF.')
    expect(text('audio/mpeg')).toBe('Named like a photo, but it is a sound file.')
    expect(text('application/x-elf')).toBe(
      'Named like a photo, but it is another kind of file (application/x-elf).',
    )
    expect(text(null)).toBe('Named like a photo, but it is none that Google Photos takes.')
  })

  it('tell when uploads go on', () => {
    const until = new Date(2026, 5, 12, 14, 5).getTime()
    const { title } = words.status.condition({ kind: 'google-asked-to-wait', until }, beside)
    expect(title).toBe('Waiting until 14:05')
  })

  it('name no time of a next try that has passed, and call near only what is', () => {
    const { now } = beside
    const { resting, restingDetail } = words.status
    expect(restingDetail(3, now - 1, now)).toBe('3 photos wait for another try.')
    expect(restingDetail(1, now + 60_000, now)).toBe(
      '1 photo waits for another try. Next at 09:01.',
    )
    expect(resting(now + 60_000, now)).toBe('Trying again shortly')
    expect(resting(now + 6 * 3_600_000, now)).toBe('Waiting to try again')
    expect(resting(null, now)).toBe('Waiting to try again')
  })

  it('say in a sentence what a new word means, where it first stands', () => {
    expect(words.home.requestsText(now(), now())).toMatch(/a little more than one for a photo/)
    expect(words.home.counters.duplicates(1)).toBe('1 is a copy of another, stored once')
    expect(words.settings.meteredText).toMatch(/such as a phone’s hotspot/)
    expect(words.problems.groupTexts.attention).toMatch(/could not be backed up/)
    expect(words.problems.groupTexts.skipped).toMatch(/left out: .* Ignored are those/)
    expect(words.safety.sides).toMatch(/delete here stay in Google Photos, and .* there stays here/)
  })

  it('put the example of the design on the uploading card', () => {
    const now = Date.now()
    const detail = words.status.uploadingDetail(
      {
        filesDone: 214,
        filesTotal: 12_431,
        bytesDone: 2 * 1024 ** 3,
        bytesTotal: 87 * 1024 ** 3,
        bytesPerSecond: 1,
        finishAt: now + 25 * 60_000,
        history: [],
      },
      now,
    )
    expect(detail).toBe('214 of 12,431 · 2 GB of 87 GB · about 25 mins')
    expect(words.status.uploading(12_217)).toBe('Backing up photos: 12,217 left')
  })

  it('say what a long backup waits for', () => {
    const now = new Date(2026, 5, 10, 12).getTime()
    const { progress } = uploadingStatus()
    const detailOf = (finishBy: 'line' | 'requests' | 'hours'): string =>
      words.status.uploadingDetail({ ...progress, finishAt: now + 48 * 3_600_000, finishBy }, now)
    expect(detailOf('line')).toMatch(/done Friday, about 12:00$/)
    expect(detailOf('requests')).toMatch(/done Friday, about 12:00, by Google’s daily limit$/)
    expect(detailOf('hours')).toMatch(/done Friday, about 12:00, in the hours you chose$/)
  })
})

describe('formats', () => {
  it('count in the steps the system uses, and storage always as Google does', () => {
    const mac = createLanguage('en-US', 'darwin').format
    expect(mac.bytes(1_000_000)).toBe('1 MB')
    expect(format.bytes(1_048_576)).toBe('1 MB')
    expect(mac.storage(16_106_127_360)).toBe('15 GB')
    expect(format.bytes(0)).toBe('0 bytes')
  })

  it('never claim the whole before it is the whole', () => {
    expect(format.percent(0.999)).toBe('99%')
    expect(format.percent(1)).toBe('100%')
  })

  it('round a duration as coarsely as it is known, and hide one under a minute', () => {
    expect(format.roughly(40_000)).toBeNull()
    expect(format.roughly(4.4 * 60_000)).toBe('4 mins')
    expect(format.roughly(23 * 60_000)).toBe('25 mins')
    expect(format.roughly(2.6 * 3_600_000)).toBe('3 hours')
    expect(format.roughly(50 * 3_600_000)).toBe('2 days')
  })

  it('choose the plural', () => {
    expect(words.common.files(1)).toBe('1 file')
    expect(words.common.files(12_431)).toBe('12,431 files')
  })
})

describe('stand-in languages', () => {
  it('make every word at least 40 % longer', () => {
    const long = createLanguage('en-XA', 'win32').words
    expect(long.status.pause.length).toBeGreaterThanOrEqual(words.status.pause.length * 1.4)
    expect(long.common.files(3).length).toBeGreaterThanOrEqual(words.common.files(3).length * 1.4)
    expect(long.clientGuide.steps.project.pages[0]?.page).toBe('google-cloud-console')
    expect(long.common.actionOn(long.common.retry, 'x')).toContain(long.common.retry)
  })

  it('read from right to left', () => {
    expect(createLanguage('ar-XB', 'win32').direction).toBe('rtl')
    expect(createLanguage('en-GB', 'win32').direction).toBe('ltr')
  })

  it('leave languages without words in English, from left to right', () => {
    const language = createLanguage('ar-EG', 'win32')
    expect(language.direction).toBe('ltr')
    expect(language.format.number(12)).toBe('12')
  })
})
