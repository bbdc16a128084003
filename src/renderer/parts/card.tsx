// Cards, headings with an action beside them, banners and empty places.
import type { ReactNode } from 'react'
import './card.css'
import { IconButton } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'

/** A bordered part of a screen; with a title it is a named region. */
export function Card({
  title,
  action,
  children,
  id,
}: {
  title?: string
  action?: ReactNode
  children: ReactNode
  id?: string
}) {
  return (
    <section className="card" aria-label={title} id={id}>
      {title !== undefined && (
        <div className="row-apart">
          <h2>{title}</h2>
          {action}
        </div>
      )}
      {children}
    </section>
  )
}

/** A line that asks for attention, or tells something, above the rest. */
export function Banner({
  tone,
  title,
  children,
  action,
  onDismiss,
  dismissLabel,
}: {
  tone: 'quiet' | 'warn' | 'bad' | 'good'
  title?: string
  children?: ReactNode
  action?: ReactNode
  onDismiss?: () => void
  dismissLabel?: string
}) {
  const icons: Record<typeof tone, IconName> = {
    quiet: 'info',
    warn: 'alert',
    bad: 'alert',
    good: 'check',
  }
  return (
    <div className={`banner banner-${tone}`}>
      <Icon name={icons[tone]} />
      <div className="banner-words">
        {title !== undefined && <p className="banner-title">{title}</p>}
        {children !== undefined && <div>{children}</div>}
      </div>
      {action !== undefined && action !== false && <div className="banner-action">{action}</div>}
      {onDismiss && <IconButton label={dismissLabel ?? ''} icon="close" onPress={onDismiss} />}
    </div>
  )
}

/** What an empty place says: what will appear there and how. */
export function Empty({
  icon,
  title,
  text,
  action,
}: {
  icon: IconName
  title: string
  text: string
  action?: ReactNode
}) {
  return (
    <div className="empty">
      <Icon name={icon} size={32} />
      <h2>{title}</h2>
      <p className="soft">{text}</p>
      {action}
    </div>
  )
}
