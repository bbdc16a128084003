// Drawings of Google's pages, of our own making: a few shapes (drawing.tsx), the page's own words, and a numbered ring
// around each thing to click. What the clicks are is the guide's list beside it; the numbers are the same.
import type { ReactNode } from 'react'
import type { ClientStep } from '../../../shared/model.ts'
import { useLanguage } from '../../state/use-window.tsx'
import { Bar, Dot, Field, Lines, Press, Ring, Say } from './drawing.tsx'

/** A page that is drawn. */
export type DrawnPage = Exclude<ClientStep, 'file'> | 'unverified'

/** The drawing of one page. */
export function GooglePage({ page, title }: { page: DrawnPage; title: string }) {
  const { words } = useLanguage()
  const { height, Content } = pages[page]
  return (
    <svg
      className="google-page"
      viewBox={`0 0 320 ${height}`}
      role="img"
      aria-label={words.clientGuide.drawing(title)}
    >
      <rect className="google-page-sheet" x="1" y="1" width="318" height={height - 2} rx="8" />
      <Content />
    </svg>
  )
}

function Aside({ chosen }: { chosen: 'audience' | 'clients' }) {
  const { words } = useLanguage()
  const own = words.clientGuide.drawn
  const names = ['overview', 'branding', 'audience', 'clients'] as const
  return (
    <>
      <path className="google-page-line" d="M96 28v130" />
      {names.map((name, at) => (
        <Say key={name} x={12} y={56 + at * 26} isStrong={name === chosen} isSoft={name !== chosen}>
          {own[name]}
        </Say>
      ))}
    </>
  )
}

const useDrawn = () => useLanguage().words.clientGuide.drawn

function Project() {
  const own = useDrawn()
  return (
    <>
      <Bar>{own.console}</Bar>
      <Say x={16} y={54} isStrong>
        {own.newProject}
      </Say>
      <Say x={16} y={71} isSoft>
        {own.projectName}
      </Say>
      <Field x={16} y={82} width={200}>
        {own.myProject}
      </Field>
      <Ring x={16} y={82} width={200} click={3} />
      <Say x={16} y={126} isSoft>
        {own.location}
      </Say>
      <Field x={16} y={134} width={200}>
        {own.noOrganization}
      </Field>
      <Press x={16} y={176} width={76}>
        {own.create}
      </Press>
      <Ring x={16} y={176} width={76} click={4} />
    </>
  )
}

function Apis() {
  const own = useDrawn()
  return (
    <>
      <Bar>{own.console}</Bar>
      <Field x={112} y={38} width={150}>
        {own.myProject}
      </Field>
      <Ring x={112} y={38} width={150} click={1} />
      <rect className="google-page-words" x="16" y="82" width="36" height="36" rx="8" />
      <Say x={64} y={94} isStrong>
        {own.api}
      </Say>
      <Lines x={64} y={102} widths={[180, 140]} />
      <Press x={64} y={134} width={84}>
        {own.enable}
      </Press>
      <Ring x={64} y={134} width={84} click={2} />
    </>
  )
}

function Consent() {
  const own = useDrawn()
  const circles = [own.appInformation, own.audience, own.contact, own.finish]
  const tops = [44, 82, 148, 180]
  return (
    <>
      <Bar>{own.auth}</Bar>
      {circles.map((text, at) => (
        <g key={text}>
          <circle className="google-page-words" cx="22" cy={(tops[at] ?? 0) + 8} r="7" />
          <Say x={40} y={(tops[at] ?? 0) + 12} isStrong>
            {text}
          </Say>
        </g>
      ))}
      <Lines x={40} y={64} widths={[150]} />
      <Dot x={52} y={114} isOn={false} />
      <Say x={66} y={118} isSoft>
        {own.internal}
      </Say>
      <Dot x={152} y={114} isOn />
      <Say x={166} y={118}>
        {own.external}
      </Say>
      <Ring x={142} y={104} width={90} height={20} click={3} />
      <Lines x={40} y={166} widths={[120]} />
      <Press x={40} y={206} width={76}>
        {own.create}
      </Press>
      <Ring x={40} y={206} width={76} click={5} />
    </>
  )
}

function Publish() {
  const own = useDrawn()
  return (
    <>
      <Bar>{own.auth}</Bar>
      <Aside chosen="audience" />
      <Ring x={8} y={94} width={70} height={20} click={1} />
      <Say x={116} y={58} isStrong>
        {own.publishing}
      </Say>
      <Say x={116} y={82}>
        {own.testing}
      </Say>
      <Press x={116} y={100} width={124} isFilled={false}>
        {own.publish}
      </Press>
      <Ring x={116} y={100} width={124} click={2} />
    </>
  )
}

function Client() {
  const own = useDrawn()
  return (
    <>
      <Bar>{own.auth}</Bar>
      <Aside chosen="clients" />
      <Say x={116} y={50} isSoft>
        {own.type}
      </Say>
      <Field x={116} y={62} width={150}>
        {own.desktop}
      </Field>
      <Ring x={116} y={62} width={150} click={2} />
      <Press x={116} y={106} width={76}>
        {own.create}
      </Press>
      <Ring x={116} y={106} width={76} click={3} />
      <path className="google-page-line" d="M1 158h318" />
      <Say x={16} y={182} isStrong>
        {own.created}
      </Say>
      <Lines x={16} y={192} widths={[200]} />
      <Press x={16} y={212} width={134} isFilled={false}>
        {own.download}
      </Press>
      <Ring x={16} y={212} width={134} click={4} />
    </>
  )
}

function Unverified() {
  const own = useDrawn()
  return (
    <>
      <Bar>{own.account}</Bar>
      <path className="google-page-sign" d="M160 42l16 28h-32z" />
      <text className="google-page-strong" x="160" y="94" textAnchor="middle">
        {own.unverified}
      </text>
      <Lines x={40} y={104} widths={[240, 200]} />
      <Say x={32} y={150}>
        {own.advanced}
      </Say>
      <Ring x={28} y={136} width={70} height={20} click={1} />
      <Press x={172} y={134} width={124}>
        {own.toSafety}
      </Press>
      <Say x={32} y={192}>
        {own.goTo}
      </Say>
      <Ring x={28} y={178} width={214} height={20} click={2} />
    </>
  )
}

const pages: Record<DrawnPage, { height: number; Content: () => ReactNode }> = {
  project: { height: 216, Content: Project },
  apis: { height: 176, Content: Apis },
  consent: { height: 246, Content: Consent },
  publish: { height: 160, Content: Publish },
  client: { height: 250, Content: Client },
  unverified: { height: 212, Content: Unverified },
}
