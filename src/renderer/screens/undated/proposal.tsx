// Which dates the photos of a group would get, and whence: summed up by the engine, part by part.
import type { UndatedGroup, UndatedSummary } from '../../../shared/undated-schemas.ts'
import { isOpen } from '../../state/undated-groups.ts'
import { useAnswer, useLanguage } from '../../state/use-window.tsx'

const moreEveryMs = 400

/** The lines. */
export function Proposal({ group, as }: { group: UndatedGroup; as: string }) {
  const { words } = useLanguage()
  const own = words.undated
  const { folderId, files } = group
  const { value } = useAnswer(
    'undatedSummary',
    { folderId, as },
    {
      revision: files,
      repeatMs: ({ isWhole }: UndatedSummary) => (isWhole ? null : moreEveryMs),
    },
  )
  if (value === null) return <p className="soft">{own.looking(0, files)}</p>
  const span = own.span(value)
  const sources = own.sources(value)
  return (
    <div className="undated-proposal">
      {span !== null && (
        <p>
          <span className="soft">{own.proposed(!isOpen(group))} </span>
          <bdi>{span}</bdi>
        </p>
      )}
      {sources !== null && <p className="soft">{sources}</p>}
      {value.unknown > 0 && <p className="soft">{own.unknown(value.unknown, value.looked)}</p>}
      {value.unwritable > 0 && <p className="soft">{own.unwritable(value.unwritable)}</p>}
      {!value.isWhole && <p className="soft">{own.looking(value.looked, files)}</p>}
    </div>
  )
}
