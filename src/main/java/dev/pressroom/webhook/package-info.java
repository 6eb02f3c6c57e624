/**
 * Webhooks by the specification Standard Webhooks 1.0. The database stores a delivery in the transaction of the job's
 * transition (migration V20); {@link dev.pressroom.webhook.DeliveryVerticle} sends it, at least once.
 */
package dev.pressroom.webhook;
