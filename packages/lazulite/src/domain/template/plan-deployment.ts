/**
 * From a template and its parameters to a plan: validation in ARM's order, expansion of loops, dependencies.
 *
 * Source: Azure Resource Manager template documentation; texts of refusals as answered by real servers.
 */
import type { DeploymentPlan, PlanInput } from './deployment-plan.js'

/** @throws TemplateError on the first violation, in ARM's order of checks. */
export declare function planDeployment(input: PlanInput): DeploymentPlan
