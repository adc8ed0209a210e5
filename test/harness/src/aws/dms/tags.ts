import type {
  AddTagsToResourceMessage,
  ListTagsForResourceMessage,
  ListTagsForResourceResponse,
  RemoveTagsFromResourceMessage,
  Tag,
} from '@aws-sdk/client-database-migration-service'
import { DmsFault, required } from './fault.ts'

/** Tags by ARN, of every kind of resource. A resource has an entry from its creation to its end. */
export class Tags {
  readonly #tags = new Map<string, Map<string, string>>()

  create(arn: string, tags: readonly Tag[] = []): void {
    this.#tags.set(arn, new Map(tags.map((tag) => [tag.Key ?? '', tag.Value ?? ''])))
  }

  forget(arn: string): void {
    this.#tags.delete(arn)
  }

  list(input: ListTagsForResourceMessage): ListTagsForResourceResponse {
    const arns = input.ResourceArnList ?? [required(input, 'ResourceArn')]
    const tagsOf = (arn: string): Tag[] =>
      [...this.#of(arn)].map(([Key, Value]) => ({ Key, Value, ...(input.ResourceArnList && { ResourceArn: arn }) }))
    return { TagList: arns.flatMap(tagsOf) }
  }

  add(input: AddTagsToResourceMessage): object {
    const tags = this.#of(required(input, 'ResourceArn'))
    for (const tag of required(input, 'Tags')) tags.set(tag.Key ?? '', tag.Value ?? '')
    return {}
  }

  remove(input: RemoveTagsFromResourceMessage): object {
    const tags = this.#of(required(input, 'ResourceArn'))
    for (const key of required(input, 'TagKeys')) tags.delete(key)
    return {}
  }

  #of(arn: string): Map<string, string> {
    const tags = this.#tags.get(arn)
    if (tags === undefined) throw new DmsFault('ResourceNotFoundFault', `Resource ${arn} not found`)
    return tags
  }
}
