/** "Refresh": everything on the screen is asked for anew. */
import { ArrowClockwiseRegular } from '@fluentui/react-icons'
import { useQueryClient } from '@tanstack/react-query'
import type { Command } from './command-bar.js'

export function useRefreshCommand(): Command {
  const queries = useQueryClient()
  return { label: 'Refresh', icon: ArrowClockwiseRegular, onClick: () => void queries.invalidateQueries() }
}
