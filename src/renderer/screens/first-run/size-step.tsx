// Third step: High quality or Original, with honest words and what each means in bytes for these folders.
import { RadioCards, Radios } from '../../parts/choice.tsx'
import {
  useAnswer,
  useChangeSettings,
  useLanguage,
  useWindowState,
} from '../../state/use-window.tsx'
import { ComparePhoto } from '../photo-size/compare-photo.tsx'

/** How often the estimate is asked for while it still gets better. */
const estimateAgainMs = 1_500

/** The step itself. */
export function SizeStep() {
  const { words } = useLanguage()
  const own = words.firstRun.size
  const photoSize = useWindowState((state) => state.settings?.photoSize ?? 'high')
  const limits = useWindowState((state) => state.settings?.limits ?? 'google')
  const changeSettings = useChangeSettings()
  const estimate = useAnswer(
    'estimateSizes',
    {},
    {
      // Other limits leave out other files.
      revision: limits,
      repeatMs: ({ isWhole }) => (isWhole ? null : estimateAgainMs),
    },
  ).value

  const sizeLine = (bytes: number | undefined, note: string | null) => (
    <span className="size-estimate">
      {estimate === null || bytes === undefined ? (
        <span>{own.estimating}</span>
      ) : estimate.files === 0 ? (
        <span>{estimate.isWhole ? own.nothingNew : own.nothingYet}</span>
      ) : (
        <span className="size-bytes">{own.estimate(bytes, estimate.isWhole && note === null)}</span>
      )}
      {/* Takes its line in both cards. */}
      <span className="small">{note ?? '\u00a0'}</span>
    </span>
  )
  const saved = estimate === null ? 0 : estimate.originalBytes - estimate.highBytes
  // Less than a hundredth is no reason to choose, and may be nothing but a file that turned out to be no photo.
  const isWorthTelling = estimate !== null && saved > estimate.originalBytes / 100
  const highNote =
    estimate === null || estimate.files === 0
      ? null
      : [
          ...(isWorthTelling ? [own.saves(saved)] : []),
          ...(estimate.spreadBytes > 0 ? [own.plusMinus(estimate.spreadBytes)] : []),
        ].join(', ') || null

  return (
    <>
      <p className="lead">{own.lead}</p>
      <RadioCards
        label={own.title}
        isLabelShown={false}
        value={photoSize}
        choices={[
          {
            value: 'high',
            title: words.common.photoSize.high,
            text: (
              <>
                {own.highText}
                {sizeLine(estimate?.highBytes, highNote)}
              </>
            ),
          },
          {
            value: 'original',
            title: words.common.photoSize.original,
            text: (
              <>
                {own.originalText}
                {sizeLine(estimate?.originalBytes, null)}
              </>
            ),
          },
        ]}
        onChange={(value) => changeSettings({ photoSize: value })}
      />
      <div className="row-apart">
        <p className="soft">{own.counts}</p>
        <ComparePhoto />
      </div>
      <Radios
        label={own.limitsTitle}
        value={limits}
        choices={[
          { value: 'google', title: own.limitsGoogle },
          { value: 'small', title: own.limitsSmall[photoSize] },
        ]}
        onChange={(value) => changeSettings({ limits: value })}
      />
      <p className="soft small">{own.changeLater}</p>
    </>
  )
}
