/** `lazulite access …`: what principals did with their access, and how far it counts. */
import { configureAccessReport } from '../access/report.js'
import type { Configure } from '../command-module.js'
import { withDataOption } from '../running-cloud.js'
import { configureAccessMode } from './access-mode.js'

export const configureAccess: Configure = (command, context) => {
  withDataOption(command).description('Find out what access somebody needs, and for whom it is enforced.')
  configureAccessReport(command.command('report'), context)
  configureAccessMode(command.command('mode'), context)
}
