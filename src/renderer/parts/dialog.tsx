// Questions before something is done that cannot be undone lightly, and details above the screen.
import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { unfinished } from '../state/place.ts'
import { useLanguage } from '../state/use-window.tsx'
import { Button, IconButton } from './button.tsx'
import './dialog.css'

/** Something shown above the screen, closed with Escape or its button. */
export function Dialog({
  title,
  isWide = false,
  isTall = false,
  isRead = false,
  isOpen,
  onClose,
  children,
}: {
  title: string
  /** True where pictures stand side by side. */
  isWide?: boolean
  /** True where there is much to read. */
  isTall?: boolean
  /** True where nothing is answered or chosen: nothing is lost when the page ends. */
  isRead?: boolean
  isOpen: boolean
  onClose(): void
  children: ReactNode
}) {
  const { words } = useLanguage()
  return (
    <ModalOverlay
      className="overlay"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      isDismissable
    >
      <Modal className={isWide ? 'modal modal-wide' : isTall ? 'modal modal-tall' : 'modal'}>
        <AriaDialog className="dialog">
          <div className="dialog-head" {...(isRead ? {} : unfinished)}>
            <Heading slot="title" className="dialog-title">
              <bdi>{title}</bdi>
            </Heading>
            <IconButton label={words.common.close} icon="close" onPress={onClose} />
          </div>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/** A question with one way to say yes, or two, and one to step back. */
export function ConfirmDialog({
  title,
  text,
  action,
  otherAction,
  isDangerous = false,
  isOpen,
  onConfirm,
  onOther,
  onClose,
}: {
  title: string
  text: string
  action: string
  /** A second way to say yes, shown with `onOther`. */
  otherAction?: string
  isDangerous?: boolean
  isOpen: boolean
  onConfirm(): void
  onOther?: () => void
  onClose(): void
}) {
  const { words } = useLanguage()
  return (
    <ModalOverlay
      className="overlay"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      isDismissable
    >
      <Modal className={otherAction === undefined ? 'modal modal-small' : 'modal'}>
        <AriaDialog className="dialog" role="alertdialog">
          <Heading slot="title" className="dialog-title">
            {title}
          </Heading>
          <p className="soft">{text}</p>
          <div className="dialog-actions" {...unfinished}>
            <Button onPress={onClose}>{words.common.cancel}</Button>
            {otherAction !== undefined && (
              <Button
                onPress={() => {
                  onOther?.()
                  onClose()
                }}
              >
                {otherAction}
              </Button>
            )}
            <Button
              weight={isDangerous ? 'danger' : 'primary'}
              onPress={() => {
                onConfirm()
                onClose()
              }}
            >
              {action}
            </Button>
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
