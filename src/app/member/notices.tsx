import { X } from 'lucide-react'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { Toast } from '../ui/Toast.tsx'

export interface Message {
  kind: 'good' | 'bad'
  text: string
}

const NoticesContext = createContext<(message: Message) => void>(() => {})

/** Says what has no place of its own on the page: one sentence at a time, the latest. */
export function useNotify(): (message: Message) => void {
  return useContext(NoticesContext)
}
