// A bar for a share, and the speed line; both drawn as SVG, so that no style attribute is needed.
import { useId } from 'react'
import { ProgressBar as AriaProgressBar } from 'react-aria-components/ProgressBar'
import './progress.css'

/** A thin bar; its name and value are for those who do not see it. */
export function ProgressLine({
  label,
  share,
  valueLabel,
  tone = 'accent',
}: {
  label: string
  share: number
  valueLabel?: string
  tone?: 'accent' | 'warn' | 'quiet'
}) {
  const percent = Math.max(0, Math.min(100, share * 100))
  return (
    <AriaProgressBar
      className={`progress progress-${tone}`}
      aria-label={label}
      value={percent}
      {...(valueLabel === undefined ? {} : { valueLabel })}
    >
      <svg width="100%" height="6" aria-hidden="true" focusable="false">
        <rect className="progress-track" width="100%" height="6" rx="3" />
        {/* In right-to-left the bar is mirrored as a whole by the style sheet. */}
        {percent > 0 && (
          <rect className="progress-share" width={`${Math.max(1, percent)}%`} height="6" rx="3" />
        )}
      </svg>
    </AriaProgressBar>
  )
}

const chartWidth = 300
const chartHeight = 64

/** The points of a line through rates, newest at the end; scaled so that the peak touches the top. */
export function linePoints(rates: readonly number[], peak: number): { x: number; y: number }[] {
  const step = chartWidth / Math.max(1, rates.length - 1)
  return rates.map((rate, at) => ({
    x: Math.round(at * step * 10) / 10,
    y: Math.round((chartHeight - 2 - (peak > 0 ? rate / peak : 0) * (chartHeight - 6)) * 10) / 10,
  }))
}

/** Upload speed over the last ten minutes. */
export function SpeedLine({ rates, label }: { rates: readonly number[]; label: string }) {
  const gradient = useId()
  const points = linePoints(rates, Math.max(...rates, 1))
  const line = points.map(({ x, y }) => `${x},${y}`).join(' ')
  return (
    <svg
      className="speed-line"
      viewBox={`0 0 ${chartWidth} ${chartHeight}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <defs>
        <linearGradient id={gradient} x1="0" y1="0" x2="0" y2="1">
          <stop className="speed-line-top" offset="0" />
          <stop className="speed-line-bottom" offset="1" />
        </linearGradient>
      </defs>
      <polygon
        fill={`url(#${gradient})`}
        points={`0,${chartHeight} ${line} ${chartWidth},${chartHeight}`}
      />
      <polyline className="speed-line-stroke" points={line} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
