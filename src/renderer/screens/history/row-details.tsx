// Everything known about one file, with its picture, above the list.
import type { HistoryRow } from '../../../shared/contract.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Thumbnail } from '../../parts/thumbnail.tsx'
import { useLanguage } from '../../state/use-window.tsx'
import { useRowActions } from './row-actions.ts'
import {
  albumWords,
  captionWords,
  outcomeWords,
  partnersText,
  rowTitle,
  takenWords,
} from './row-words.ts'

type DetailsProps = {
  onClose(): void
  onReason(reason: string): void
  onChanged(): void
}

/** Actions that show something beside the details. */
const leavesOpen: ReadonlySet<string> = new Set(['open', 'open-older', 'open-album', 'show'])

/** The details of a row while there is one. */
export function RowDetails({ row, ...rest }: DetailsProps & { row: HistoryRow | null }) {
  return (
    <Dialog
      title={row === null ? '' : rowTitle(row)}
      isRead
      isOpen={row !== null}
      onClose={rest.onClose}
    >
      {row !== null && <Details row={row} {...rest} />}
    </Dialog>
  )
}

function Details({ row, onClose, onReason, onChanged }: DetailsProps & { row: HistoryRow }) {
  const language = useLanguage()
  const { words, format } = language
  const own = words.history.details
  const outcome = outcomeWords(row, language)
  const taken = takenWords(row, language)
  const actions = useRowActions(row, { onReason, onChanged })
  const { facts } = row
  const caption = captionWords(row, language)
  const album = albumWords(row, language)
  const partners = partnersText(row, language)
  const lines: { name: string; text: string; note?: string }[] = [
    {
      name: own.outcome,
      text: [
        outcome.reason === null
          ? outcome.name
          : words.history.outcomeReason(outcome.name, outcome.reason),
        outcome.text,
      ]
        .filter((part) => part !== null)
        .join('. '),
    },
    ...(partners === null ? [] : [{ name: own.partners, text: partners }]),
    {
      name: own.folder,
      text: words.history.place(row.sourceName, row.folder),
    },
    { name: own.when, text: format.dateTime(row.changedAt) },
    ...(taken === null ? [] : [{ name: own.taken, text: taken }]),
    ...(caption === null ? [] : [{ name: own.caption, ...caption }]),
    ...(album === null ? [] : [{ name: own.album, ...album }]),
    { name: own.modified, text: format.dateTime(row.modifiedAt) },
    {
      name: own.size,
      text:
        row.isReduced && row.sentSizeBytes !== null
          ? words.history.sizeChange(format.bytes(row.sizeBytes), format.bytes(row.sentSizeBytes))
          : format.bytes(row.sizeBytes),
    },
    ...(facts === null || facts.width === null || facts.height === null
      ? []
      : [{ name: own.dimensions, text: own.dimensionsText(facts.width, facts.height) }]),
    ...(facts === null
      ? []
      : [
          {
            name: own.kind,
            text: facts.mediaKind === 'video' ? words.common.video : words.common.photo,
          },
        ]),
  ]
  return (
    <>
      <Thumbnail fileId={row.fileId} kind={facts?.mediaKind ?? 'photo'} side={512} size="large" />
      <dl className="details">
        {lines.map((line) => (
          <div key={line.name}>
            <dt>{line.name}</dt>
            <dd>
              <bdi>{line.text}</bdi>
              {line.note !== undefined && <p className="soft small">{line.note}</p>}
            </dd>
          </div>
        ))}
      </dl>
      <div className="row">
        {actions.map((action) => (
          <Button
            key={action.id}
            {...(action.icon === undefined ? {} : { icon: action.icon })}
            onPress={() => {
              action.onAction()
              if (!leavesOpen.has(action.id)) onClose()
            }}
          >
            {action.label}
          </Button>
        ))}
      </div>
    </>
  )
}
