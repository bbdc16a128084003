// The shapes that drawings of Google's pages are made of. Which page has which is google-pages.tsx.
import './google-pages.css'

type Box = { x: number; y: number; width: number; height?: number }

const rowHeight = 24

/** The strip at the top of a page, with where it is. */
export function Bar({ children }: { children: string }) {
  return (
    <>
      <path className="google-page-line" d="M1 28h318" />
      <Say x={12} y={19} isSoft>
        {children}
      </Say>
    </>
  )
}

/** A word of the page. */
export function Say({
  x,
  y,
  isSoft = false,
  isStrong = false,
  children,
}: {
  x: number
  y: number
  isSoft?: boolean
  isStrong?: boolean
  children: string
}) {
  const look = isSoft ? 'google-page-soft' : isStrong ? 'google-page-strong' : undefined
  return (
    <text x={x} y={y} className={look}>
      {children}
    </text>
  )
}

/** A box with something in it. */
export function Field({ x, y, width, children }: Box & { children: string }) {
  return (
    <>
      <rect className="google-page-field" x={x} y={y} width={width} height={rowHeight} rx="4" />
      <Say x={x + 8} y={y + 16}>
        {children}
      </Say>
    </>
  )
}

/** A button. */
export function Press({
  x,
  y,
  width,
  isFilled = true,
  children,
}: Box & { isFilled?: boolean; children: string }) {
  const look = isFilled ? 'google-page-button' : 'google-page-field'
  return (
    <>
      <rect className={look} x={x} y={y} width={width} height={rowHeight} rx="12" />
      <text
        className={isFilled ? 'google-page-on-button' : undefined}
        x={x + width / 2}
        y={y + 16}
        textAnchor="middle"
      >
        {children}
      </text>
    </>
  )
}

/** One of several choices. */
export function Dot({ x, y, isOn }: { x: number; y: number; isOn: boolean }) {
  return (
    <>
      <circle className="google-page-field" cx={x} cy={y} r="6" />
      {isOn && <circle className="google-page-button" cx={x} cy={y} r="3" />}
    </>
  )
}

/** A stretch of words that does not matter. */
export function Lines({ x, y, widths }: { x: number; y: number; widths: number[] }) {
  return widths.map((width, at) => (
    <rect
      key={width}
      className="google-page-words"
      x={x}
      y={y + at * 12}
      width={width}
      height="5"
      rx="2"
    />
  ))
}

/** A ring around what is clicked, with the number of its click. */
export function Ring({ x, y, width, height = rowHeight, click }: Box & { click: number }) {
  return (
    <>
      <rect
        className="google-page-ring"
        x={x - 5}
        y={y - 5}
        width={width + 10}
        height={height + 10}
        rx="12"
      />
      <circle className="google-page-number" cx={x + width + 5} cy={y - 3} r="9" />
      <text className="google-page-on-number" x={x + width + 5} y={y + 1} textAnchor="middle">
        {String(click)}
      </text>
    </>
  )
}
