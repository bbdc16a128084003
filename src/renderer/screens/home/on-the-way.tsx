// The files on their way right now, with their pictures, and the speed of the last ten minutes.
import type { Status } from '../../../shared/status.ts'
import { Card } from '../../parts/card.tsx'
import { ProgressLine, SpeedLine } from '../../parts/progress.tsx'
import { Thumbnail } from '../../parts/thumbnail.tsx'
import { useLanguage } from '../../state/use-window.tsx'

/** More than this many at once only flicker. */
const shownAtOnce = 4

/** The card. */
export function OnTheWay({ status }: { status: Status }) {
  const { words, format } = useLanguage()
  const { history, bytesPerSecond } = status.progress
  // The figure above the line is smoothed and may run ahead of it.
  const peak = Math.max(0, ...history, bytesPerSecond ?? 0)
  const rate = bytesPerSecond === null ? words.common.unknown : format.rate(bytesPerSecond)
  return (
    <div className="on-the-way">
      <Card title={words.home.onTheWay}>
        <ul className="active-files">
          {status.active.slice(0, shownAtOnce).map((file) => {
            const share = file.sizeBytes > 0 ? file.sentBytes / file.sizeBytes : 0
            return (
              <li key={file.fileId} className="active-file">
                <Thumbnail fileId={file.fileId} />
                <div className="active-file-words">
                  <div className="active-file-line">
                    <span className="truncate" title={file.name}>
                      <bdi>{file.name}</bdi>
                    </span>
                    <span className="soft small">
                      {words.home.phase[file.phase]}
                      {file.phase === 'sending' && ` · ${format.bytes(file.sizeBytes)}`}
                    </span>
                  </div>
                  <ProgressLine
                    label={words.home.fileProgress(file.name)}
                    share={file.phase === 'creating' ? 1 : share}
                    tone={
                      file.phase === 'sending' || file.phase === 'creating' ? 'accent' : 'quiet'
                    }
                  />
                </div>
              </li>
            )
          })}
        </ul>
      </Card>
      <Card
        title={words.home.speed}
        action={bytesPerSecond !== null && <span className="speed-now">{rate}</span>}
      >
        {peak > 0 ? (
          <>
            <SpeedLine rates={history} label={words.home.speedChart(rate, format.rate(peak))} />
            <div className="row-apart soft small">
              <span>{words.home.tenMinutes}</span>
              <span>{words.home.atMost(format.rate(peak))}</span>
            </div>
          </>
        ) : (
          <p className="soft">{words.home.speedUnknown}</p>
        )}
      </Card>
    </div>
  )
}
