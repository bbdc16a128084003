// The state drawn as a shape, so that no card is told apart by colour or motion alone.
import type { Shape as ShapeName } from '../state/hero.ts'
import './shape.css'

const radius = 34
const round = 2 * Math.PI * radius

const tones: Record<ShapeName, 'accent' | 'quiet' | 'warn'> = {
  starting: 'quiet',
  uploading: 'accent',
  scanning: 'accent',
  complete: 'accent',
  paused: 'quiet',
  off: 'quiet',
  waiting: 'quiet',
  attention: 'warn',
  skipped: 'warn',
  'signed-out': 'quiet',
  folder: 'accent',
}

const marks: Record<ShapeName, string> = {
  starting: 'M28 40h.1M40 40h.1M52 40h.1',
  uploading: 'M40 53V28M29.5 38.5 40 28l10.5 10.5',
  scanning: 'M37 27a10.5 10.5 0 1 1 0 21 10.5 10.5 0 0 1 0-21M45 45.5 54 54.5',
  complete: 'm27 41 9 9 18-19',
  paused: 'M33 29v22M47 29v22',
  off: 'M40 26v13M31 31.5a13 13 0 1 0 18 0',
  waiting: 'M40 26v15l9.5 6',
  attention: 'M40 27v17M40 53v.1',
  skipped: 'M29 28l11 12-11 12M51 28v24',
  'signed-out': 'M40 27a7 7 0 1 1 0 14 7 7 0 0 1 0-14M26 56c1.5-7 7-10 14-10s12.5 3 14 10',
  folder: 'M25 53V29h11l4 5h15v19z',
}

/** The drawing of a state; `share` fills the ring while uploading. */
export function Shape({ name, share = 0 }: { name: ShapeName; share?: number }) {
  return (
    <svg
      className={`shape shape-${tones[name]} shape-is-${name}`}
      viewBox="0 0 80 80"
      width="80"
      height="80"
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {name === 'attention' ? (
        <path className="shape-ground" d="M40 8.5 73.5 66.5a4 4 0 0 1-3.5 6H10a4 4 0 0 1-3.5-6z" />
      ) : name === 'folder' ? (
        <rect className="shape-ground" x="5" y="5" width="70" height="70" rx="18" />
      ) : (
        <circle className="shape-ground" cx="40" cy="40" r={name === 'complete' ? 36 : radius} />
      )}
      {name === 'uploading' && (
        <circle
          className="shape-share"
          cx="40"
          cy="40"
          r={radius}
          strokeDasharray={`${Math.max(0.012, share) * round} ${round}`}
          transform="rotate(-90 40 40)"
        />
      )}
      <path className="shape-mark" d={marks[name]} />
    </svg>
  )
}
