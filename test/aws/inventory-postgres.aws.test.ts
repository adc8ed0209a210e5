import { testBlueprint } from './support/test-blueprint.ts'

testBlueprint('inventory-postgres')
