import { testBlueprint } from './support/test-blueprint.ts'

testBlueprint('payments-autoscaling-mysql')
