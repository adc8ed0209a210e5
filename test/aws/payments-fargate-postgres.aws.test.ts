import { testBlueprint } from './support/test-blueprint.ts'

testBlueprint('payments-fargate-postgres')
