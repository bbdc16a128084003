// Words of "Safe to erase?": the answer in one sentence, what it rests on and what it cannot know. The reasons are
// check-reasons.ts.
import type { CheckSums, SourceCheck, UnsafeReason } from '../../shared/check-schemas.ts'
import type { CheckAnswer } from '../state/check.ts'
import type { Format } from '../format.ts'
import { checkObstacles, unsafeReasons } from './check-reasons.ts'
import type { Explanation } from './failures.ts'

/** The words of the check. */
export function checkWords(f: Format) {
  const media = (count: number): string =>
    f.plural(count, { one: '# photo or video', other: '# photos and videos' })
  const folders = (count: number): string =>
    f.plural(count, { one: '# folder', other: '# folders' })

  /** The answer; `then`: it is told as what was so. */
  const answer = (told: CheckAnswer, name: string, then: boolean): string => {
    const [is, are] = then ? (['was', 'were'] as const) : (['is', 'are'] as const)
    const be = (count: number): string => (count === 1 ? is : are)
    const place = `“${name}”`
    const unlooked = (count: number): string => `${folders(count)} could not be looked into`
    switch (told.is) {
      case 'nothing':
        return `There ${is} no photo or video in ${place}.`
      case 'everything':
        return `Everything in ${place} ${is} in Google Photos.`
      case 'all-photos':
        return told.of === 1
          ? `The one photo or video found in ${place} ${is} in Google Photos.`
          : `All ${media(told.of)} found in ${place} ${are} in Google Photos.`
      case 'unlooked':
        return told.of === 0
          ? `Whether photos ${are} in ${place} ${is} not known: ${unlooked(told.folders)}.`
          : `What could be looked at in ${place} ${is} in Google Photos, but ${unlooked(told.folders)}.`
      case 'later':
      case 'copies':
      case 'not-known':
      case 'unsure': {
        const some =
          told.of === 1
            ? `The one photo or video in ${place}`
            : `${f.number(told.files)} of ${media(told.of)} in ${place}`
        const verb = be(told.files)
        const what = {
          later: `${verb} not in Google Photos yet`,
          copies: `${verb} in Google Photos only as ${told.files === 1 ? 'a smaller copy' : 'smaller copies'}`,
          'not-known': `${verb} not surely in Google Photos, because Google could not be asked`,
          unsure: `${verb} not surely in Google Photos as ${told.files === 1 ? 'it' : 'they'} ${verb} here`,
        }[told.is]
        return `${some} ${what}${told.folders > 0 ? `, and ${unlooked(told.folders)}` : ''}.`
      }
    }
  }

  const video: Record<Extract<UnsafeReason, { kind: 'video-not-ready' }>['status'], string> = {
    processing: 'Google is still working on it',
    failed: 'Google could not make it playable',
    unknown: 'Google does not say how far it is',
  }
  const sides = ({ width, height }: { width: number; height: number }): string =>
    `${f.number(width)} × ${f.number(height)}`

  return {
    action: 'Safe to erase?',
    title: 'Safe to erase?',
    lead: (name: string) =>
      `Every photo and video in “${name}” is read again and looked for in your Google Photos. Shoebox itself erases nothing.`,
    answer: (told: CheckAnswer, name: string) => answer(told, name, false),
    /** The answer of an earlier moment, which may not be so any more. */
    answerThen: (told: CheckAnswer, name: string, at: number, now: number): string => {
      const text = answer(told, name, true)
      return `At ${f.clock(at, now)}, ${text.charAt(0).toLowerCase()}${text.slice(1)}`
    },
    made: (at: number, account: string) =>
      `Checked ${f.dateTime(at)}, in the Google Photos of ${account}`,
    old: 'This was so then. What has changed since is not in it: check again before you erase anything.',
    changed: (at: number, now: number) =>
      `Something in this folder changed or was backed up at ${f.clock(at, now)}, after the check began. Check again before you erase anything.`,
    running: (name: string) => `Checking “${name}”…`,
    queued: (name: string) => `“${name}” is next`,
    queuedText: 'Two other folders are being checked. This one follows by itself.',
    share: 'How much of the folder is read',
    looking: 'Looking through the folder…',
    read: ({ read, of, readBytes, ofBytes }: CheckSums): string =>
      `${f.number(read)} of ${media(of ?? 0)} read, ${f.bytes(readBytes)} of ${f.bytes(ofBytes ?? 0)}`,
    asked: (count: number) =>
      f.plural(count, {
        one: 'Google has answered for # of them',
        other: 'Google has answered for # of them',
      }),
    soFar: (count: number) =>
      count === 0
        ? 'All safe so far'
        : f.plural(count, { one: '# not safe so far', other: '# not safe so far' }),
    goesOn: 'It goes on when you leave this page or close the window. Quitting Shoebox ends it.',
    stop: 'Stop',
    again: 'Check again',
    stopped: (name: string) => `The check of “${name}” was stopped`,
    stoppedText: (sums: CheckSums): string =>
      sums.of === null
        ? 'Nothing was looked at, so there is no answer.'
        : `${f.number(sums.checked)} of ${media(sums.of)} were looked at. That is no answer.`,
    notBegun: 'The check could not begin',
    failed: 'The check has no answer',
    removed: (name: string) =>
      `“${name}” was taken away before the check was through. Connect it again, then check again.`,
    interrupted:
      'Shoebox was interrupted, or another account was signed in. There is no answer now.',
    sourceGone: {
      title: 'This folder is no longer backed up',
      text: 'Add it again in Folders to check it.',
    },
    save: 'Save as CSV',
    saved: 'The table of all files is saved.',
    inside: {
      title: 'Not saved',
      text: 'Choose a place outside the folder that was checked: Shoebox writes nothing into it.',
    },
    figures: {
      found: 'Photos and videos',
      safe: 'In Google Photos as here',
      unsafe: 'Not surely there',
      dated: 'With a date added there',
    },
    found: ({ checked, readBytes }: CheckSums): string =>
      `${f.number(checked)}, ${f.bytes(readBytes)}`,
    meaning: 'What the answer does not say',
    notes: ({ sums, reasons: counts }: SourceCheck): string[] => {
      const { safe, datesAdded, otherFiles, links, ownFiles, passedBy, morePassedBy } = sums
      const others = passedBy.length + morePassedBy
      const unlooked = [
        ...(otherFiles > 0
          ? [f.plural(otherFiles, { one: '# other file', other: '# other files' })]
          : []),
        ...(links > 0 ? [f.plural(links, { one: '# link', other: '# links' })] : []),
        ...(ownFiles > 0
          ? [
              f.plural(ownFiles, {
                one: '# file of the system or of programs',
                other: '# files of the system or of programs',
              }),
            ]
          : []),
        ...(others > 0
          ? [
              `${f.plural(others, {
                one: '# hidden or system folder',
                other: '# hidden or system folders',
              })} (${f.list([...passedBy.map((path) => `“${path}”`), ...(morePassedBy > 0 ? ['others'] : [])])})`,
            ]
          : []),
      ]
      return [
        ...(unlooked.length > 0
          ? [`Not looked at, and perhaps only here: ${f.list(unlooked)}.`]
          : []),
        ...(datesAdded > 0
          ? [
              f.plural(datesAdded, {
                one: '# counts as safe although a date was added to it there. The picture is the same.',
                other:
                  '# count as safe although a date was added to them there. The pictures are the same.',
              }),
            ]
          : []),
        ...((counts.reduced ?? 0) > 0
          ? ['A smaller copy is no backup of its original: that is only here.']
          : []),
        ...(safe > 0
          ? [
              'Google may still answer for what somebody has put into its trash, where it is deleted after a while.',
            ]
          : []),
        'Shoebox erases nothing, here or there. What you erase yourself is up to you.',
      ]
    },
    unsafe: 'Not safe to erase',
    reasons: unsafeReasons,
    reason: (title: string, count: number) => `${title}: ${f.number(count)}`,
    obstacles: checkObstacles,
    /** Beside an answer that cannot be made anew now. */
    notNow: 'It cannot be checked again now',
    notNowFor: ({ title }: Explanation) => (/[.?]$/.test(title) ? title : `${title}.`),
    showInHistory: 'Show in the history',
    list: (title: string) => `Files: ${title}`,
    whole: 'The folder itself',
    folder: 'folder',
    video: (status: keyof typeof video) => video[status],
    sizes: ({ sent, found }: Extract<UnsafeReason, { kind: 'other-size' }>): string =>
      found === null
        ? `Google does not say its size; here it is ${sides(sent)}`
        : `${sides(found)} in Google Photos, ${sides(sent)} here`,
    code: (code: string) => `The system says ${code}`,
    range: (first: number, last: number, of: number) =>
      `${f.number(first)} to ${f.number(last)} of ${f.number(of)}`,
    previous: 'Previous',
    next: 'Next',
    more: (count: number) =>
      f.plural(count, {
        one: '# more is only counted here. It stands in the table.',
        other: '# more are only counted here. They stand in the table.',
      }),
    /** On the card of its folder. */
    line: {
      running: ({ checked, of }: CheckSums): string =>
        of === null
          ? 'Checking whether it is safe to erase'
          : `Checking whether it is safe to erase: ${f.number(checked)} of ${f.number(of)}`,
      queued: 'Waits to be checked',
      whole: (at: number, now: number) => `Safe to erase? Answered ${f.ago(at, now) ?? 'just now'}`,
      show: 'Show the answer',
      watch: 'Show',
    },
  }
}
