// A menu under a button, from a list of named actions.
import type { ReactElement } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Icon, type IconName } from './icon.tsx'

/** One action of a menu. */
export type MenuAction = { id: string; label: string; icon?: IconName; onAction(): void }

/** A button with the menu that it opens. */
export function Menu({
  trigger,
  label,
  actions,
}: {
  trigger: ReactElement
  label: string
  actions: MenuAction[]
}) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="popover">
        <AriaMenu className="list" aria-label={label}>
          {actions.map((action) => (
            <MenuItem
              key={action.id}
              id={action.id}
              className="list-item list-item-menu"
              onAction={action.onAction}
              textValue={action.label}
            >
              {action.icon && <Icon name={action.icon} size={16} />}
              <span>{action.label}</span>
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
