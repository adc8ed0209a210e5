import type {
  CreateEventSubscriptionMessage,
  CreateEventSubscriptionResponse,
  DeleteEventSubscriptionMessage,
  DescribeEventSubscriptionsMessage,
  DescribeEventSubscriptionsResponse,
  EventSubscription,
  ModifyEventSubscriptionMessage,
} from '@aws-sdk/client-database-migration-service'
import { Collection } from './collection.ts'
import { arnOf, type Context } from './context.ts'
import { checkCategories } from './events.ts'
import { required } from './fault.ts'

/** Who is told of events. Nobody is: topics belong to another service, and the local one is asked for no delivery. */
export class EventSubscriptions {
  readonly #context: Context
  readonly #subscriptions = new Collection<EventSubscription>({
    name: 'Event Subscription',
    arn: (subscription) => subscription.CustSubscriptionId ?? '',
    identifier: (subscription) => subscription.CustSubscriptionId ?? '',
    filters: { 'event-subscription-id': (subscription) => [subscription.CustSubscriptionId] },
  })

  constructor(context: Context) {
    this.#context = context
  }

  create(input: CreateEventSubscriptionMessage): CreateEventSubscriptionResponse {
    const name = required(input, 'SubscriptionName')
    checkCategories(input.SourceType, input.EventCategories ?? [])
    const item = this.#subscriptions.add({
      CustSubscriptionId: name,
      CustomerAwsId: this.#context.accountId,
      SnsTopicArn: required(input, 'SnsTopicArn'),
      Status: 'creating',
      SubscriptionCreationTime: this.#context.now().toISOString(),
      SourceType: input.SourceType,
      SourceIdsList: input.SourceIds ?? [],
      EventCategoriesList: input.EventCategories ?? [],
      Enabled: input.Enabled ?? true,
    })
    item.pass({}, { Status: 'active' })
    this.#context.tags.create(this.#arn(name), input.Tags)
    return { EventSubscription: item.value }
  }

  async describe(input: DescribeEventSubscriptionsMessage): Promise<DescribeEventSubscriptionsResponse> {
    const { SubscriptionName: name } = input
    const query = name === undefined ? input : { Filters: [{ Name: 'event-subscription-id', Values: [name] }] }
    const { items, ...marker } = await this.#subscriptions.describe(query)
    return { EventSubscriptionsList: [...items], ...marker }
  }

  modify(input: ModifyEventSubscriptionMessage): CreateEventSubscriptionResponse {
    const item = this.#subscriptions.get(required(input, 'SubscriptionName'))
    const { SnsTopicArn, SourceType, EventCategories, Enabled } = input
    checkCategories(SourceType ?? item.value.SourceType, EventCategories ?? [])
    item.set({
      ...(SnsTopicArn !== undefined && { SnsTopicArn }),
      ...(SourceType !== undefined && { SourceType }),
      ...(EventCategories !== undefined && { EventCategoriesList: EventCategories }),
      ...(Enabled !== undefined && { Enabled }),
    })
    item.pass({ Status: 'modifying' }, { Status: 'active' })
    return { EventSubscription: item.value }
  }

  delete(input: DeleteEventSubscriptionMessage): CreateEventSubscriptionResponse {
    const name = required(input, 'SubscriptionName')
    const item = this.#subscriptions.get(name)
    this.#subscriptions.removeAfter(item, { Status: 'deleting' })
    this.#context.tags.forget(this.#arn(name))
    return { EventSubscription: item.value }
  }

  #arn(name: string): string {
    return arnOf(this.#context, 'es', name)
  }
}
