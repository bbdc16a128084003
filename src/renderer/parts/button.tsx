// Buttons in four weights. One primary button at most stands on a card.
import type { ReactNode } from 'react'
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
} from 'react-aria-components/Button'
import './button.css'
import { Icon, type IconName } from './icon.tsx'

/** What a button can be given. */
export type ButtonProps = Omit<AriaButtonProps, 'children' | 'className'> & {
  children: ReactNode
  weight?: 'primary' | 'plain' | 'quiet' | 'danger'
  icon?: IconName
  iconAfter?: IconName
}

/** A button with words on it. */
export function Button({ children, weight = 'plain', icon, iconAfter, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={`button button-${weight}`}>
      {icon && <Icon name={icon} size={16} />}
      <span>{children}</span>
      {iconAfter && <Icon name={iconAfter} size={16} />}
    </AriaButton>
  )
}

/** A button that shows only a drawing; its name is for those who do not see it. */
export function IconButton({
  label,
  icon,
  ...rest
}: Omit<AriaButtonProps, 'children' | 'className'> & { label: string; icon: IconName }) {
  return (
    <AriaButton {...rest} className="icon-button" aria-label={label}>
      <Icon name={icon} />
    </AriaButton>
  )
}
