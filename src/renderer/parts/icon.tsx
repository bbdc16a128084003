// Small line drawings, 24 units wide, in the colour of the text around them. They never carry meaning alone:
// each stands beside a word or inside a control that has a name.

const paths = {
  home: 'M4 11.2 12 4l8 7.2V20h-5.5v-5.5h-5V20H4z',
  history: 'M4.6 9A8 8 0 1 1 4 13M4 5v4.4h4.4M12 8v4.4l3 1.8',
  folder: 'M3.5 18.5v-12h6l2 2.5h9v9.5z',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8v4.4M9 14.8v4.4',
  alert: 'M12 4 21 19.5H3zM12 10v4.2M12 16.8v.1',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  close: 'm6 6 12 12M18 6 6 18',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  more: 'M5.5 12h.1M12 12h.1M18.4 12h.1',
  down: 'm6 9.5 6 6 6-6',
  forward: 'm9.5 6 6 6-6 6',
  back: 'M14.5 6l-6 6 6 6',
  external: 'M13.5 4.5h6v6M19.5 4.5 11 13M17 14v5.5H4.5V7H10',
  pause: 'M8.5 5.5v13M15.5 5.5v13',
  play: 'M8 5.5v13l10.5-6.5z',
  refresh: 'M19.4 9A8 8 0 1 0 20 13M20 5v4.4h-4.4',
  search: 'M10.5 4.5a6 6 0 1 1 0 12 6 6 0 0 1 0-12M15 15l5 5',
  photo: 'M3.5 5.5h17v13h-17zM3.5 15.5l4.6-4.4 4 3.9 2.6-2.4 5.8 5.4M15.6 9.3v.1',
  video: 'M3.5 6.5h12v11h-12zM15.5 10.8l5-2.8v8l-5-2.8',
  computer: 'M4 5.5h16v10.5H4zM9 19.5h6M12 16v3.5',
  network: 'M9 4h6v5H9zM3.5 15h6v5h-6zM14.5 15h6v5h-6zM12 9v3M6.5 15v-3h11v3',
  cloud: 'M7.2 18.5a4 4 0 0 1-.4-8 5.6 5.6 0 0 1 10.7 1.2 3.5 3.5 0 0 1-.4 6.8z',
  card: 'M6.5 3.5h8.2L18 7v13.5H6.5zM9.5 4v3.5M12.5 4v3.5',
  person: 'M12 4.5a3.7 3.7 0 1 1 0 7.4 3.7 3.7 0 0 1 0-7.4M4.5 20c.6-4 3.6-6 7.5-6s6.9 2 7.5 6',
  clock: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16M12 8v4.3l3 1.8',
  info: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16M12 11v5M12 8v.1',
  shield: 'M12 3.5 19 6v5.5c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6zM9 12l2.2 2.2L15.2 10',
  trash: 'M5 7h14M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10.5 11v5M13.5 11v5',
  upload: 'M12 16V5M7.5 9.2 12 4.7l4.5 4.5M5 19.5h14',
  download: 'M12 4.5v11M7.5 11.3 12 15.8l4.5-4.5M5 19.5h14',
  copy: 'M9 9h10.5v11H9zM15 9V4.5H4.5v11H9',
  wrench:
    'M14.5 8.5a4.5 4.5 0 0 1 5.7-4.3l-2.7 2.7 1.2 1.9 2 .2 1-1a4.5 4.5 0 0 1-6 4.8L9 19.5a2.1 2.1 0 0 1-3-3z',
  arrow: 'M5 12h14M13.5 6.5 19 12l-5.5 5.5',
  key: 'M11 12a3.7 3.7 0 1 1-7.4 0 3.7 3.7 0 0 1 7.4 0M11 12h9.5v3.5M16.5 12v2.8',
} as const

/** One of the drawings. */
export type IconName = keyof typeof paths

const mirrored: ReadonlySet<IconName> = new Set(['forward', 'back', 'external', 'arrow'])

/** A small line drawing; hidden from screen readers because a word stands beside it. */
export function Icon({ name, size = 20 }: { name: IconName; size?: 16 | 20 | 24 | 32 }) {
  return (
    <svg
      className={mirrored.has(name) ? 'icon icon-mirrored' : 'icon'}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.6 : 1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  )
}
