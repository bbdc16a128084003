// What the preview says of one file: its name, its size, its day, and why.
import { carriedSources, type CarriedSource } from '../../../shared/photo-dates.ts'
import type { RehearsedFile } from '../../../shared/rehearsal-schemas.ts'
import { useLanguage } from '../../state/use-window.tsx'
import type { Language } from '../../words.ts'
import { addedDateText } from '../history/row-words.ts'

/** One file in words. */
export interface FileWords {
  name: string
  size: string
  why: string[]
}

type RowDate = NonNullable<RehearsedFile['date']>

const isCarried = (source: RowDate['source']): source is CarriedSource =>
  (carriedSources as readonly string[]).includes(source)

/** Tells of a file. */
export function fileWords(file: RehearsedFile, { words, format }: Language): FileWords {
  const own = words.preview.row
  const { outcome, path, sizeBytes, sentBytes, isReduced, date, undated, caption } = file
  const { skip, failure } = file
  const size = format.bytes(sentBytes ?? sizeBytes)
  const why = [
    ...(skip === null ? [] : [words.skip(skip).text]),
    ...(failure === null ? [] : [words.failure(failure).text]),
    ...(outcome === 'copy' ? [own.copy] : []),
    ...(outcome === 'done' ? [own.done] : []),
  ]
  if (outcome !== 'goes') return { name: path, size, why }
  if (date !== null) why.push(dayOf(date, { words, format }))
  if (undated !== null) why.push(own.undated(undated))
  if (caption !== null) why.push(own.caption(caption))
  return { name: path, size: isReduced ? `${size}, ${own.smaller}` : size, why }
}

function dayOf(
  { at, offsetMinutes, source }: RowDate,
  { words, format }: Pick<Language, 'words' | 'format'>,
): string {
  if (isCarried(source)) return words.preview.row.date(format.wall.dateTime(at), source)
  return words.history.dateAdded(addedDateText({ at, offsetMinutes, source }, format), source)
}

/** The same with the words of the window. */
export function usePreviewWords(): (file: RehearsedFile) => FileWords {
  const language = useLanguage()
  return (file) => fileWords(file, language)
}
